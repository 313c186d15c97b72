/** The page's state in the address: both ways, and whatever an address says. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  DEFAULT_STATE,
  formatState,
  type PageState,
  parseState,
  SHOWS,
  VIEWS,
} from "../../src/web/state/url-state.ts";

const text = fc.string({ maxLength: 60, unit: "grapheme" });
const states: fc.Arbitrary<PageState> = fc.record({
  view: fc.constantFrom(...VIEWS),
  process: text,
  range: text,
  line: text,
  value: text,
  at: text,
  base: text,
  show: fc.constantFrom(...SHOWS),
  byLine: fc.boolean(),
  isInverted: fc.boolean(),
  search: text,
  focus: text,
  hide: text,
  zoom: text,
  of: text,
  sort: fc.constantFrom("self", "total"),
  goroutine: text,
  gogc: text,
  memlimit: text,
  find: text,
  order: text,
});

test("every state comes back from its address", () => {
  fc.assert(
    fc.property(states, (state) => {
      expect(parseState(formatState(state))).toEqual(state);
    }),
  );
});

test("any address is some state", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (hash) => {
      const state = parseState(hash);
      expect(VIEWS).toContain(state.view);
      expect(parseState(formatState(state))).toEqual(state);
    }),
  );
});

describe("addresses that people see", () => {
  test.each<[string, Partial<PageState>]>([
    ["", {}],
    ["#now?line=live", { line: "live" }],
    [
      "#code?value=inuse_space&show=table&sort=total",
      {
        view: "code",
        value: "inuse_space",
        show: "table",
        sort: "total",
      },
    ],
    [
      "#code?focus=main%5C.handle&by=line&zoom=9c4f00aa12345678",
      {
        view: "code",
        focus: "main\\.handle",
        byLine: true,
        zoom: "9c4f00aa12345678",
      },
    ],
    // Rows were addresses once; no name is like that.
    ["#code?zoom=32", { view: "code", zoom: "32" }],
    ["#nonsense?show=x&sort=y", {}],
  ])("%s", (hash, part) => {
    expect(parseState(hash)).toEqual({ ...DEFAULT_STATE, ...part });
  });

  test("what is at its default is left out", () => {
    expect(formatState(DEFAULT_STATE)).toBe("#now");
    expect(formatState({ ...DEFAULT_STATE, view: "gc" })).toBe("#gc");
  });
});
