/** The profiles of a bundle as the program gave them, so that the page can hand them on. */
import { baseName } from "../base/base-name.ts";
import { isGzip } from "../collect/gunzip.ts";
import type { RawBundle } from "../model/bundle.ts";
import type { ProfileFile } from "../model/page.ts";

export interface ServedProfile {
  /** "0001", as in the page's `files`. */
  readonly snapshot: string;
  readonly kind: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** In a bundle, the first that is there. */
const PLACES = {
  heap: ["pprof/heap", "pprof/heap.debug1.txt", "pprof/allocs"],
  goroutine: ["pprof/goroutine", "pprof/goroutine.debug1.txt"],
} as const;

export function servedProfiles({ snapshots }: RawBundle, target: string): ServedProfile[] {
  const stem = fileStem(target);
  return snapshots.flatMap(({ name: snapshot, files }) =>
    Object.entries(PLACES).flatMap(([kind, places]) => {
      const place = places.find((one) => files.has(one));
      const bytes = place === undefined ? undefined : files.get(place);
      if (place === undefined || bytes === undefined) return [];
      const ending = isGzip(bytes) ? "pb.gz" : "txt";
      const part = snapshots.length > 1 ? `-${snapshot}` : "";
      return [{ snapshot, kind, name: `${stem}-${kind}${part}.${ending}`, bytes }];
    }),
  );
}

/** As a server has them: at an address each. */
export function linkedFiles(profiles: readonly ServedProfile[]): ProfileFile[] {
  return profiles.map(({ snapshot, kind, name }) => ({
    snapshot,
    kind: kind as ProfileFile["kind"],
    name,
    url: `api/v1/profiles/${encodeURIComponent(snapshot)}/${kind}`,
    source: null,
    base64: null,
  }));
}

/** Larger ones would make of a report file something that no mail takes. */
const MOST_BYTES = 4 << 20;

/** In the page itself, the newest first, as far as they fit. */
export function embeddedFiles(profiles: readonly ServedProfile[]): ProfileFile[] {
  let room = MOST_BYTES;
  return profiles.toReversed().flatMap(({ snapshot, kind, name, bytes }) => {
    if (bytes.length > room) return [];
    room -= bytes.length;
    const base64 = Buffer.from(bytes).toString("base64");
    return [{ snapshot, kind: kind as ProfileFile["kind"], name, url: null, source: null, base64 }];
  });
}

/** Letters that a file's name may have everywhere; it ends up in a header, too. */
export function fileStem(target: string): string {
  const last = baseName(target).replace(/\.(?:tar\.gz|tgz|pb\.gz|gz|txt)$/, "");
  return last.replace(/[^\w.-]+/g, "-").replace(/^[-.]+|-+$/g, "") || "profile";
}
