// Makes a clone ready to run: dependencies as the lock file has them, and a build of the sources.
// Both are left alone where they are up to date already.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("..", import.meta.url));

/** Runs a command in the project's folder; ends this one with its exit code if it fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: ROOT, stdio: "inherit", ...options });
  if (result.error !== undefined) {
    console.error(`error: ${command} can't be run: ${result.error.message}`);
    process.exit(2);
  }
  if (result.status !== 0) {
    if (options.stdio === "pipe") console.error(`${result.stdout}${result.stderr}`);
    process.exit(result.status ?? 2);
  }
  return result;
}

/** The path of a program of a dependency. */
export function bin(name) {
  return `${ROOT}node_modules/.bin/${name}`;
}

/** `npm ci` where node_modules is missing or not what package-lock.json says. */
export function install(options = {}) {
  if (isInstalled()) return;
  console.error("Installing dependencies (npm ci) …");
  run("npm", ["ci", "--no-audit", "--no-fund"], options);
}

export function build(options = {}) {
  run(process.execPath, [`${ROOT}node_modules/typescript/bin/tsc`, "-b"], options);
  run(process.execPath, [`${ROOT}scripts/bundle.js`], options);
  run(process.execPath, [`${ROOT}scripts/build-web.js`], options);
}

/** npm keeps a copy of the lock file that it installed: every package that is not optional must be in it. */
function isInstalled() {
  const installed = `${ROOT}node_modules/.package-lock.json`;
  if (!existsSync(installed)) return false;
  const wanted = readLock(`${ROOT}package-lock.json`);
  const there = readLock(installed);
  return Object.entries(wanted).every(
    ([path, { version, optional }]) =>
      path === "" || optional === true || there[path]?.version === version,
  );
}

function readLock(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
}
