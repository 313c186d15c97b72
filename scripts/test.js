// `npm test`: everything that must hold before a change is taken. Installs what is missing, builds,
// checks style, dead code and types, then runs the unit tests, a short fuzz and the stories with the
// machine's Go. Each step goes on where one before failed, so that one run tells all.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { bin, build, install, ROOT } from "./prepare.js";

const REPORTS = `${ROOT}node_modules/.cache/resident-tests`;
/** Random cases are the same in each run of all tests; `npm run test:fuzz` draws new ones. */
const FUZZ_SEED = "20261130";

install();
build();
const go = ensureTool("Go for the stories", "golang-go", hasGo);
const chromium = ensureTool("Chromium for the tests of the page", "chromium", hasChromium);

const steps = [
  ["style (biome)", bin("biome"), ["check", "."]],
  ["dead code (knip)", bin("knip"), []],
  ["types of the tests (tsc)", bin("tsc"), ["-p", "tsconfig.test.json", "--noEmit"]],
  ["unit tests", ...vitest("unit")],
  ["fuzz tests, short", ...vitest("fuzz"), { FUZZ_RUNS: process.env.FUZZ_RUNS ?? "200" }],
  // Against the installed reference, where it is new enough; else all of it is skipped.
  ["reports of pprof, beside go tool pprof", ...vitest("pprof"), { PPROF_RUNS: "300" }],
  ...(chromium ? [["web page, in a browser", ...vitest("web")]] : []),
  ...(go ? [["stories", ...vitest("stories")]] : []),
];

const failed = steps.filter(([title, command, args, env]) => !passes(title, command, args, env));
if (!go) console.log("\nSKIPPED: the stories, which need Go. Install it and run `npm test` again.");
if (!chromium)
  console.log("\nSKIPPED: the tests of the page, which need Chromium (CHROMIUM=path).");
for (const [title] of failed) console.error(`\nFAILED: ${title}`);
process.exit(failed.length > 0 ? 1 : 0);

function vitest(project) {
  const reporters = ["--reporter=default", "--reporter=json"];
  const output = `--outputFile.json=${REPORTS}/${project}.json`;
  return [bin("vitest"), ["run", "--project", project, ...reporters, output]];
}

function passes(title, command, args, env = {}) {
  console.log(`\n— ${title}`);
  const options = { cwd: ROOT, stdio: "inherit", env: { FUZZ_SEED, ...process.env, ...env } };
  return spawnSync(command, args, options).status === 0;
}

/**
 * The stories run real Go programs, the tests of the page a real browser. As root on Debian both can be
 * had; elsewhere they are not ours to add.
 */
function ensureTool(what, debianPackage, isThere) {
  if (isThere()) return true;
  if (process.getuid?.() !== 0 || spawnSync("apt-get", ["--version"]).status !== 0) return false;
  console.log(`Installing ${what} (apt-get install ${debianPackage}) …`);
  const options = { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } };
  spawnSync("apt-get", ["update", "-qq"], options);
  spawnSync("apt-get", ["install", "-qq", "-y", "--no-install-recommends", debianPackage], options);
  return isThere();
}

function hasGo() {
  return spawnSync("go", ["version"]).status === 0;
}

/** The places that test/web/support/browser.ts looks at. */
function hasChromium() {
  const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  return [process.env.CHROMIUM ?? "", ...places].some((path) => existsSync(path));
}
