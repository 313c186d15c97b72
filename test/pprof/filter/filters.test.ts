/** The filters on columns against the plain ones, on random profiles; what they say and refuse. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Profile } from "../../../src/model/profile.ts";
import { sealProfile } from "../../../src/model/seal-profile.ts";
import { applyFilters } from "../../../src/pprof/filter/apply-filters.ts";
import { removeUninteresting } from "../../../src/pprof/filter/remove-uninteresting.ts";
import { addTagFrames } from "../../../src/pprof/filter/tag-frames.ts";
import { labelUnits } from "../../../src/pprof/label-units.ts";
import { DEFAULT_SETTINGS, type Settings } from "../../../src/pprof/settings.ts";
import { randomReportProfile } from "../../support/random-report-profile.ts";
import { withNamelessLines } from "./nameless-lines.ts";
import { byName, fromRoot, type Plain, plainOf, pruned, withoutDull } from "./plain-filters.ts";

const PATTERNS = [
  ...["main", "^runtime", "lib", "x\\.go$", "server", "Run$", "grow|work", "b.*init", "^$"],
  ...["\\(", "\\(\\)", "nothing", "."],
];
const pattern = fc.constantFrom(...PATTERNS);
const some = fc.option(pattern, { nil: undefined });

const profiles = withNamelessLines(randomReportProfile);

function filter(profile: Profile, settings: Partial<Settings>) {
  const notes: string[] = [];
  const { units } = labelUnits(profile);
  const all = { ...DEFAULT_SETTINGS, ...settings };
  const result = applyFilters(profile, all, units, (note) => notes.push(note));
  return { profile: sealProfile(result), notes };
}

function expectSame(ours: Profile, expected: Plain): void {
  expect(plainOf(ours)).toEqual(expected);
}

const regex = (text: string | undefined) => (text === undefined ? undefined : new RegExp(text));

describe("on random profiles", () => {
  test("focus, ignore, hide and show do what they do sample by sample", () => {
    const property = (profile: Profile, ...texts: (string | undefined)[]) => {
      const [focus, ignore, hide, show] = texts;
      const before = plainOf(profile);
      const expected = plainOf(profile);
      byName(expected, regex(focus), regex(ignore), regex(hide), regex(show));
      const settings = { focus: focus ?? "", ignore: ignore ?? "" };
      const lines = { hide: hide ?? "", show: show ?? "" };
      expectSame(filter(profile, { ...settings, ...lines }).profile, expected);
      expect(plainOf(profile), "the profile itself is not changed").toEqual(before);
    };
    fc.assert(fc.property(profiles, some, some, some, some, property), { numRuns: 600 });
  });

  test("show_from and prune_from do, too, and one after the other", () => {
    const property = (profile: Profile, from: string | undefined, to: string | undefined) => {
      const expected = plainOf(profile);
      if (from !== undefined) fromRoot(expected, new RegExp(from));
      if (to !== undefined) pruned(expected, new RegExp(to));
      const settings = { show_from: from ?? "", prune_from: to ?? "" };
      expectSame(filter(profile, settings).profile, expected);
    };
    fc.assert(fc.property(profiles, some, some, property), { numRuns: 400 });
  });

  test("what a profile says is of no interest goes, but never a whole stack", () => {
    const whole = fc.constantFrom(
      ...["runtime\\..*", "main.*", ".*", "std::vector<int>::push_back", ".*Run", ".*grow|.*work"],
      "Visitor::operator\\(\\)",
    );
    const property = (from: Profile, dropFrames: string, keepFrames: string | undefined) => {
      const profile = { ...from, dropFrames, keepFrames: keepFrames ?? "" };
      const expected = plainOf(profile);
      withoutDull(
        expected,
        new RegExp(`^(${dropFrames})$`),
        regex(keepFrames && `^(${keepFrames})$`),
      );
      const ours = sealProfile(removeUninteresting(profile));
      expectSame(ours, expected);
      for (let i = 0; i < ours.samples.length; i++) {
        expect(ours.samples.stack[i]! < 0).toBe(profile.samples.stack[i]! < 0);
      }
    };
    const keeps = fc.option(whole, { nil: undefined });
    fc.assert(fc.property(profiles, whole, keeps, property), { numRuns: 400 });
  });

  test("tagfocus and tagignore choose samples, tagshow and taghide labels", () => {
    const values = fc.option(fc.constantFrom("a", "b", "long"), { nil: undefined });
    const keys = fc.option(fc.constantFrom("job", "tier", "^b", "n"), { nil: undefined });
    const property = (
      profile: Profile,
      [focus, ignore, show, hide]: readonly (string | undefined)[],
    ) => {
      const expected = plainOf(profile);
      const has = (text: string | undefined, labels: Plain["samples"][number]["labels"]) =>
        labels.some(({ key, value }) => key === "job" && new RegExp(text!).test(String(value)));
      expected.samples = expected.samples.filter(
        ({ labels }) =>
          (focus === undefined || has(focus, labels)) &&
          !(ignore !== undefined && has(ignore, labels)),
      );
      for (const sample of expected.samples) {
        sample.labels = sample.labels.filter(
          ({ key }) => regex(show)?.test(key) !== false && regex(hide)?.test(key) !== true,
        );
      }
      const settings = {
        tagfocus: focus === undefined ? "" : `job=${focus}`,
        tagignore: ignore === undefined ? "" : `job=${ignore}`,
        tagshow: show ?? "",
        taghide: hide ?? "",
      };
      expectSame(filter(profile, settings).profile, expected);
    };
    const all = fc.tuple(values, values, keys, keys);
    fc.assert(fc.property(profiles, all, property), { numRuns: 400 });
  });

  test("frames of labels are around and inside stacks that are otherwise the same", () => {
    const lists = fc.constantFrom("", "job", "tier,job", "job,,none", "none");
    const property = (profile: Profile, tagroot: string, tagleaf: string) => {
      const settings = { ...DEFAULT_SETTINGS, tagroot, tagleaf };
      const ours = plainOf(sealProfile(addTagFrames(profile, settings, () => {})));
      const expected = plainOf(profile);
      const frames = (list: string, { labels }: Plain["samples"][number]) =>
        list
          .split(",")
          .filter((key) => key !== "")
          .map((key) => {
            const values = labels.filter((label) => label.key === key).map(({ value }) => value);
            return { name: values.join(","), file: key };
          });
      const stacks = ({ samples }: Plain) =>
        samples.map(({ path }) => path.map(({ lines }) => lines).toReversed());
      const wanted = expected.samples.map((sample, i) => [
        ...frames(tagroot, sample).map((frame) => [frame]),
        ...stacks(expected)[i]!,
        ...frames(tagleaf, sample).map((frame) => [frame]),
      ]);
      expect(stacks(ours)).toEqual(wanted);
    };
    fc.assert(fc.property(profiles, lists, lists, property), { numRuns: 300 });
  });
});
