/**
 * Filters against what the reference printed, on a profile with sizes as labels and on one with texts.
 *   UPDATE_GOLDENS=1 npx vitest run --project unit test/pprof/filter/golden.test.ts
 */
import { join } from "node:path";
import { compareWithGolden } from "../golden-file.ts";
import { GOLDEN_FILTER_LINES } from "./command-lines.ts";

for (const name of ["heap", "cpu"]) {
  const file = join(import.meta.dirname, `../../fixtures/pprof/${name}.pb.gz`);
  const golden = join(import.meta.dirname, "golden");
  compareWithGolden(golden, { name, words: [file] }, GOLDEN_FILTER_LINES);
}
