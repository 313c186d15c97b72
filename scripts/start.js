// `npm start`: from a fresh clone to a report. Without arguments it explains the bundled recording, says
// what to type for one's own program, and on a terminal ends in the same report as a page in the browser;
// `npm start -- TARGET` explains that.
import { spawnSync } from "node:child_process";
import { build, install, ROOT } from "./prepare.js";

const CLASSIC = "recordings/classic-go1.4.3";

const args = process.argv.slice(2);
install({ stdio: ["ignore", 2, 2] });
build({ stdio: ["ignore", 2, 2] });
if (args.length === 0) console.log(`$ resident ${CLASSIC}\n`);
const result = resident(args.length === 0 ? [CLASSIC] : args);
if (args.length === 0 && result.status === 0) {
  console.log(yourOwn());
  if (process.stdout.isTTY && process.stdin.isTTY) showPage();
}
process.exit(result.status ?? 2);

function showPage() {
  process.on("SIGINT", () => {}); // Ctrl-C is for the page
  console.log("\nNow the same report as a page, in your browser, to go down into:");
  resident(["ui", CLASSIC, "--open"]);
}

/** In the folder where npm was called, so that relative paths mean what they say. */
function resident(words) {
  const cwd = words.includes(CLASSIC) ? ROOT : (process.env.INIT_CWD ?? process.cwd());
  return spawnSync(process.execPath, [`${ROOT}bin/resident.js`, ...words], {
    cwd,
    stdio: "inherit",
  });
}

function yourOwn() {
  return [
    "",
    "This was a recording. For a Go program of your own:",
    "",
    "  npm start -- ps               what runs here",
    "  npm start -- PID              a process: by its PID, its name or :PORT",
    "  npm start -- PID --for 30s    how it grows, and whether it will come down",
    "  npm start -- --help           everything else",
    "",
    'Lines of code need `import _ "net/http/pprof"` in the program; the rest does not.',
    "`npm link` makes the command `resident` of it.",
  ].join("\n");
}
