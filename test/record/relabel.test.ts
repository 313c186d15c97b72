/** Relabelling as Prometheus does it: each action by example, and what holds for all labels. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";
import type { Labels, RelabelStep } from "../../src/model/scrape-config.ts";
import { relabel } from "../../src/record/relabel/relabel.ts";

/** Steps as they are written in a configuration. */
function steps(...all: readonly Record<string, unknown>[]): readonly RelabelStep[] {
  const text = JSON.stringify({ scrape_configs: [{ job_name: "a", relabel_configs: all }] });
  return decodeScrapeConfig(text, "f").jobs[0]!.relabeling;
}

const HOST = { __address__: "10.0.0.7:6060", job: "api", env: "prod" };

describe("each action", () => {
  const CASES: readonly (readonly [string, Record<string, unknown>, Labels, Labels | undefined])[] =
    [
      [
        "replace takes groups, by number and by name",
        {
          source_labels: ["__address__"],
          regex: "(?P<host>[^:]+):(\\d+)",
          target_label: "at",
          // biome-ignore lint/suspicious/noTemplateCurlyInString: Go's form of a group
          replacement: "${host}/$2/$$",
        },
        HOST,
        { ...HOST, at: "10.0.0.7/6060/$" },
      ],
      [
        "a name goes on as far as it can: $1x is a group called 1x",
        { source_labels: ["job"], target_label: "to", replacement: "$1x" },
        HOST,
        HOST,
      ],
      [
        "an empty replacement takes the label away",
        { source_labels: ["job"], target_label: "env", replacement: "" },
        HOST,
        { __address__: HOST.__address__, job: "api" },
      ],
      [
        "a target's name may be of groups",
        { source_labels: ["job"], regex: "(.).*", target_label: "x_$1", replacement: "y" },
        HOST,
        { ...HOST, x_a: "y" },
      ],
      [
        "one that is no name is passed over",
        { source_labels: ["__address__"], target_label: "$1", replacement: "y" },
        HOST,
        HOST,
      ],
      [
        "a pattern is of the whole value",
        { source_labels: ["job"], regex: "ap", target_label: "x", replacement: "y" },
        HOST,
        HOST,
      ],
      [
        "values are joined",
        { source_labels: ["job", "none", "env"], separator: "-", target_label: "x" },
        HOST,
        { ...HOST, x: "api--prod" },
      ],
      ["keep", { source_labels: ["env"], regex: "prod|dev", action: "keep" }, HOST, HOST],
      [
        "keep, else none",
        { source_labels: ["env"], regex: "dev", action: "keep" },
        HOST,
        undefined,
      ],
      ["drop", { source_labels: ["env"], regex: "prod", action: "drop" }, HOST, undefined],
      ["drop, else all", { source_labels: ["env"], regex: "pro", action: "drop" }, HOST, HOST],
      [
        "hashmod",
        { source_labels: ["a"], modulus: 1000, target_label: "b", action: "hashmod" },
        { a: "baz" },
        { a: "baz", b: "976" },
      ],
      [
        "labelmap",
        { regex: "__meta_(.+)", action: "labelmap" },
        { __meta_zone: "a", b: "c" },
        { __meta_zone: "a", b: "c", zone: "a" },
      ],
      ["labeldrop", { regex: "e.*", action: "labeldrop" }, { env: "a", b: "c" }, { b: "c" }],
      ["labelkeep", { regex: "e.*", action: "labelkeep" }, { env: "a", b: "c" }, { env: "a" }],
      [
        "lowercase",
        { source_labels: ["a"], target_label: "a", action: "lowercase" },
        { a: "ÀbC" },
        { a: "àbc" },
      ],
      [
        "uppercase",
        { source_labels: ["a"], target_label: "b", action: "uppercase" },
        { a: "x" },
        { a: "x", b: "X" },
      ],
      [
        "keepequal",
        { source_labels: ["a"], target_label: "b", action: "keepequal" },
        { a: "x", b: "y" },
        undefined,
      ],
      [
        "dropequal",
        { source_labels: ["a"], target_label: "b", action: "dropequal" },
        { a: "x", b: "x" },
        undefined,
      ],
    ];
  for (const [what, step, labels, expected] of CASES) {
    test(what, () => expect(relabel(labels, steps(step))).toEqual(expected));
  }
});

test("one step after the other, until one drops the target", () => {
  const all = steps(
    { target_label: "a", replacement: "1" },
    { source_labels: ["a"], target_label: "b", regex: "(1)", replacement: "$1$1" },
    { source_labels: ["b"], regex: "11", action: "drop" },
  );
  expect(relabel({}, all.slice(0, 2))).toEqual({ a: "1", b: "11" });
  expect(relabel({}, all)).toBeUndefined();
});

const anyLabels = fc.dictionary(fc.stringMatching(/^[a-z_]{1,4}$/), fc.string({ maxLength: 6 }), {
  maxKeys: 5,
});
const anyPattern = fc.constantFrom("", ".*", "a+", "[a-m].*", ".", "a|b", "(x)?y*", "_.*");
const withoutEmpty = (labels: Labels) =>
  Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ""));

describe("what holds for all labels", () => {
  test("keep and drop are each other's opposite, and change nothing", () => {
    fc.assert(
      fc.property(anyLabels, anyPattern, (labels, regex) => {
        const [kept, dropped] = ["keep", "drop"].map((action) =>
          relabel(labels, steps({ action, regex, source_labels: ["a", "b"] })),
        );
        expect([kept, dropped].filter((one) => one !== undefined)).toEqual([withoutEmpty(labels)]);
      }),
    );
  });

  test("labelkeep and labeldrop part the labels", () => {
    fc.assert(
      fc.property(anyLabels, anyPattern, (labels, regex) => {
        const [kept, rest] = ["labelkeep", "labeldrop"].map(
          (action) => relabel(labels, steps({ action, regex }))!,
        );
        expect({ ...kept, ...rest }).toEqual(withoutEmpty(labels));
        expect(Object.keys(kept!).filter((name) => name in rest!)).toEqual([]);
      }),
    );
  });

  test("hashmod puts each target into one of so many, and always into the same", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 50 }), (value, modulus) => {
        const step = { action: "hashmod", source_labels: ["a"], modulus, target_label: "s" };
        const shard = relabel({ a: value, b: "x" }, steps(step))!["s"];
        expect(Number(shard)).toBeLessThan(modulus);
        expect(relabel({ a: value, c: "y" }, steps(step))!["s"]).toBe(shard);
      }),
    );
  });

  test("no label is empty afterwards, and the labels that came in are as they were", () => {
    fc.assert(
      fc.property(anyLabels, anyPattern, fc.string({ maxLength: 3 }), (labels, regex, put) => {
        const before = { ...labels };
        const after = relabel(labels, steps({ regex, target_label: "a", replacement: put }));
        expect(Object.values(after!)).not.toContain("");
        expect(labels).toEqual(before);
      }),
    );
  });
});
