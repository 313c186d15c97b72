// Whatever is typed, the shell answers; nothing but its actions comes out, and its settings stay
// ones that can be printed.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { COMMANDS } from "../../../src/pprof/commands.ts";
import { DEFAULT_SETTINGS } from "../../../src/pprof/settings.ts";
import { LineCompleter } from "../../../src/pprof/shell/complete-line.ts";
import { ShellSession } from "../../../src/pprof/shell/shell-session.ts";
import { shellProfile } from "../../support/shell-profile.ts";

const RUNS = Number(process.env["FUZZ_RUNS"] ?? 500);
const WORDS = [
  ...COMMANDS.map(({ name }) => name),
  ...Object.keys(DEFAULT_SETTINGS),
  ..."= > | - : //: 5 -cum main ( \\ o help quit cum lines alloc_space mean_alloc_space".split(" "),
];
const line = fc
  .array(fc.oneof(fc.constantFrom(...WORDS), fc.string(), fc.constantFrom(" ", "=", "10")))
  .map((parts) => parts.join(""));

test("any lines", () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), fc.boolean(), (lines, isInteractive) => {
      const session = new ShellSession(shellProfile(), DEFAULT_SETTINGS, { isInteractive });
      const completer = new LineCompleter(shellProfile());
      for (const text of lines) {
        for (const action of session.run(text)) {
          expect(["quit", "say", "fail", "report"]).toContain(action.kind);
        }
        expect(text.endsWith(completer.complete(text).replaced)).toBe(true);
      }
      expect(Object.keys(session.settings)).toEqual(Object.keys(DEFAULT_SETTINGS));
      const kinds = (settings: object) => Object.values(settings).map((value) => typeof value);
      expect(kinds(session.settings)).toEqual(kinds(DEFAULT_SETTINGS));
    }),
    { numRuns: RUNS },
  );
});
