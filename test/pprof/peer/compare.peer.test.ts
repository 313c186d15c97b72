/**
 * Byte for byte against the installed `go tool pprof`: every profile with every command line. It
 * takes minutes; CI compares with goldens made by the reference instead (golden.test.ts).
 *   npm run test:pprof -- -t 'cpu'
 */
import { describe, expect, test } from "vitest";
import { runOwn } from "../../support/own-pprof.ts";
import { referencePath, runReference } from "../../support/reference-pprof.ts";
import { canonical } from "./canonical.ts";
import { COMMAND_LINES, peerProfiles } from "./matrix.ts";

describe.skipIf(referencePath === undefined)("the same bytes as go tool pprof", () => {
  for (const { name, words } of peerProfiles()) {
    describe(name, () => {
      for (const line of COMMAND_LINES) {
        test(line.join(" "), async () => {
          const args = [...line, ...words];
          const theirs = runReference(args);
          const ours = await runOwn(args);
          expect(canonical(ours, line)).toEqual(canonical(theirs, line));
        });
      }
    });
  }
});
