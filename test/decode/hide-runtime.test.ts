/** hideRuntime: both forms of a heap profile have the same stacks, as real programs gave both. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeHeapText } from "../../src/decode/heap-text/decode-heap-text.ts";
import { hideRuntime } from "../../src/decode/heap-text/hide-runtime.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { Profile } from "../../src/model/profile.ts";
import { CAPTURE_NAMES, CAPTURES, readCapture } from "../support/captures.ts";
import { profileFromText, profileToText } from "../support/profile-text.ts";

/** Snapshots that have the heap in both forms, the packed one with names: Go 1.9 and later. */
const BOTH = CAPTURE_NAMES.flatMap((name) => ["0001", "0002"].map((one) => join(name, one))).filter(
  (folder) => {
    const heap = join(CAPTURES, folder, "pprof/heap");
    return existsSync(heap) && existsSync(`${heap}.debug1.txt`) && isNamed(readFileSync(heap));
  },
);

function isNamed(bytes: Buffer): boolean {
  if (bytes.subarray(0, 4).toString() === "heap") return false;
  return decodePprof(gunzip(bytes)).functions.length > 0;
}

/** Names of the frames of each stack that holds something, but for what the text has no name for. */
function liveStacks(profile: Profile): string[] {
  const lines = profileToText(profile).split("\n");
  const live = lines.filter((line) => line.split(" ")[4] !== "0");
  const names = live.map((line) =>
    line
      .split(" ")[0]!
      .split(/[;|]/)
      .filter((frame) => !frame.startsWith("0x")),
  );
  return [...new Set(names.map((frames) => frames.join(";")))].sort();
}

const textIn = (folder: string) =>
  decodeHeapText(readFileSync(join(CAPTURES, folder, "pprof/heap.debug1.txt"))).profile;

// Not all of them: the packed one was taken later, and a collection between the two adds stacks.
it.each(BOTH)("%s: what is live has stacks of the program's own profile.proto", (folder) => {
  const packed = decodePprof(gunzip(readFileSync(join(CAPTURES, folder, "pprof/heap"))));
  const shown = liveStacks(hideRuntime(textIn(folder)));
  expect(shown.length).toBeGreaterThan(0);
  expect(liveStacks(packed)).toEqual(expect.arrayContaining(shown));
});

it("has something to hide: the allocator, where another stack gave it a name", () => {
  expect(BOTH).toContain(join("probe", "go1.26", "0001"));
  const leaves = liveStacks(textIn("probe/go1.26/0001")).map((stack) => stack.split(";").at(-1));
  expect(leaves).toContainEqual(expect.stringContaining("runtime.mallocgc@"));
});

it("shows a stack of nothing but the runtime whole, and one without any name as it is", () => {
  const text = [
    "runtime.mstart;runtime.allocm;runtime.mallocgc 1 2048",
    "main.main;runtime.makeslice;runtime.mallocgc 1 16",
    "main.main;internal/runtime/maps.grow;0x10 1 24",
    "0x30;0x20 1 32",
    "main.main;runtime.callback;main.called 1 40",
    "- 1 48",
  ];
  expect(profileToText(hideRuntime(profileFromText(text.join("\n")))).split("\n")).toEqual([
    text[0],
    "main.main 1 16",
    "main.main 1 24",
    ...text.slice(3),
  ]);
});

it("is what a recording has of a text, with the names of its lines or of symbol.txt", () => {
  const leaves = ({ stacks, locations, lines, functions, strings, samples }: Profile) =>
    [...samples.stack].map((leaf) => {
      const line = locations.lineStart[stacks.location[leaf]!]!;
      return strings.get(functions.name[lines.func[line]!]!);
    });
  for (const without of ["", "pprof/heap.debug1.txt"]) {
    const raw = readCapture("seed/go1.4.3");
    const snapshots = raw.snapshots.map((one) => ({
      ...one,
      files: new Map([...one.files].filter(([path]) => path !== without)),
    }));
    const { heap } = decodeBundle({ ...raw, snapshots }, { gunzip }).snapshots.at(-1)!;
    expect(leaves(heap!)[0], without).toBe("main.main");
  }
});
