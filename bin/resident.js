#!/usr/bin/env node
// The `resident` command. Written for old Node versions too, so that they get a sentence.
import { readFileSync } from "node:fs";

const NEEDED = 20;

if (Number(process.versions.node.split(".")[0]) < NEEDED) {
  console.error(`error: Resident needs Node ${NEEDED} or newer; this is ${process.version}`);
  console.error("hint: Install a newer Node, or run it as `npx -p node@26 resident …`.");
  process.exit(2);
}

const { main } = await import("../dist/bundle/main.js");
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
process.exitCode = await main(process.argv.slice(2), version);
// It ends by itself: process.exit can hang in Node 26, where a thread of the compiler still waits for
// memory. What holds on after all (a connection that was kept open) is given up soon.
setTimeout(() => process.exit(), 200).unref();
