// Sums up the JSON reports of vitest in a folder as one line: `N passed, N failed`. A report that says
// nothing ran counts as a failure, because a suite that can't be loaded has no tests to fail.
import { readdirSync, readFileSync } from "node:fs";

const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const name of reportsIn(folder)) {
  const report = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  const isBroken = !report.success && report.numFailedTests === 0;
  if (isBroken || report.numTotalTests === 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

function reportsIn(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
