/**
 * Byte for byte against what the reference printed (golden-file.ts). To make the goldens anew:
 *   UPDATE_GOLDENS=1 npx vitest run --project unit test/pprof/golden.test.ts
 */
import { join } from "node:path";
import { compareWithGolden } from "./golden-file.ts";
import { goldenLines, goldenProfiles } from "./peer/matrix.ts";

for (const profile of goldenProfiles()) {
  compareWithGolden(join(import.meta.dirname, "golden"), profile, goldenLines);
}
