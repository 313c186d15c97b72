// Sums up the JSON reports of vitest in a folder: each test that failed, with what it said, and last the
// line `N passed, N failed`. A report that says nothing ran counts as a failure, because a suite that
// can't be loaded has no tests to fail.
import { readdirSync, readFileSync } from "node:fs";
import { relative } from "node:path";

const folder = process.argv[2];
let passed = 0;
let failed = 0;
for (const name of reportsIn(folder)) {
  const report = JSON.parse(readFileSync(`${folder}/${name}`, "utf8"));
  tellFailures(name.replace(".json", ""), report);
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  const isBroken = !report.success && report.numFailedTests === 0;
  if (isBroken || report.numTotalTests === 0) failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);

/** Logs are long, and often cut: what failed is told once more at their end. */
function tellFailures(suite, { testResults }) {
  for (const { name, message, assertionResults } of testResults) {
    const file = relative(process.cwd(), name);
    if (message) tell(`${suite}: ${file}`, message);
    for (const { status, fullName, failureMessages } of assertionResults) {
      if (status === "failed") tell(`${suite}: ${file}: ${fullName}`, failureMessages.join("\n"));
    }
  }
}

function tell(what, message) {
  const lines = message.slice(0, 3000).split("\n");
  const said = lines.filter((line) => !line.includes("node_modules/"));
  console.log([`FAILED ${what}`, ...said].join("\n    "));
}

function reportsIn(folder) {
  try {
    return readdirSync(folder).filter((name) => name.endsWith(".json"));
  } catch {
    return [];
  }
}
