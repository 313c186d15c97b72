// How the capture script reads the Go version of programs that have no build info.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const FUNCTIONS = new URL("../../src/collect/script/find-process.sh", import.meta.url);

/** As `tr -c ' -~' '\\n'` cuts them out of executables of these versions. */
const STRINGS: readonly (readonly [texts: string, version: string])[] = [
  ["m;\ngo\ngo1.5.4\ngobuf", "go1.5.4"],
  ["ol;gesles;go1.8.7gs     g\n/usr/go1.8.7/src/fmt/print.go", "go1.8.7"],
  ["offfuncargs(go1.16.15goroutine\nchacha20poly1305/bits_go1.13.go", "go1.16.15"],
  ["toolchain@v0.0.1-go1.17.13.linux-amd64/src\n\ngo1.17.13\n", "go1.17.13"],
  ["go1.16.15goroutine\nneeds go1.18 or newer", ""],
  ["go1.16.1523456", ""],
];

describe.skipIf(process.platform === "win32")(
  "the Go version among an executable's strings",
  () => {
    it.each(STRINGS)("in %j is %s", async (texts, version) => {
      const functions = readFileSync(FUNCTIONS, "utf8");
      const text = `${functions}\nstrings=$1\ntexts() { printf '%s\\n' "$strings"; }\nfind_go_version`;
      const { stdout } = await run("sh", ["-c", text, "sh", texts]);
      expect(stdout.trim()).toBe(version);
    });
  },
);
