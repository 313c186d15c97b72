/** Pages of an earlier look stand in a later one with the time at which they were read. */
import { expect, test } from "vitest";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import type { RawSnapshot } from "../../src/model/bundle.ts";
import { SeldomPages } from "../../src/record/looks/seldom-pages.ts";
import { readCapture } from "../support/captures.ts";

const PAGE = "pprof/goroutine.debug1.txt";
const { snapshots } = readCapture("probe/go1.26");
const whole = snapshots[0]!;

function without(raw: RawSnapshot, page: string): RawSnapshot {
  return { ...raw, files: new Map([...raw.files].filter(([path]) => path !== page)) };
}

function decoded(raw: RawSnapshot) {
  const bundle = { target: "a", files: new Map<string, Uint8Array>(), snapshots: [raw] };
  return decodeBundle(bundle, { gunzip }).snapshots[0]!;
}

test("a look that took all of them stays as it is", () => {
  expect(new SeldomPages().complete(whole, 100, undefined)).toBe(whole);
});

test("what a look did not take is that of the last one that did, and says when it was", () => {
  const pages = new SeldomPages();
  pages.complete(whole, 100, undefined);
  const later = without(whole, PAGE);
  const before = decoded(later);
  const { goroutines, meta } = decoded(pages.complete(later, 160, undefined));
  expect(before.goroutines?.source).not.toBe("goroutine?debug=1");
  expect(goroutines ?? null).not.toBeNull();
  expect(meta).toEqual({ ...before.meta, readAt: { ...before.meta.readAt, [PAGE]: 100 } });
  // Taken again it is of that look.
  pages.complete(whole, 220, undefined);
  expect(decoded(pages.complete(later, 280, undefined)).meta.readAt?.[PAGE]).toBe(220);
});

test("settings that were told are on a page of their own", () => {
  const told = new Map([["/gc/gogc:percent", 50]]);
  const raw = without(whole, "metrics.txt");
  const { files } = new SeldomPages().complete(raw, 100, told);
  expect(new TextDecoder().decode(files.get("metrics.txt"))).toBe("go_gc_gogc_percent 50\n");
});
