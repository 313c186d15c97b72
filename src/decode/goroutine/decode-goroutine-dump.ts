/**
 * /debug/pprof/goroutine?debug=2, or what a Go program prints when it crashes: one stack a
 * goroutine, as Go's traceback prints it, Go 1.4 to 1.27.
 *
 *   goroutine 6 [chan receive, 12 minutes]:
 *   main.block(0xc000012345)
 *   	/srv/app/main.go:56 +0x3d
 *   created by main.main in goroutine 1
 *   	/srv/app/main.go:78 +0x1b3
 *
 * Go cuts the dump at 64 MiB without saying so. The last goroutine of a dump that was cut has half
 * a stack and is left out.
 */
import { DecodeError } from "../../base/errors.ts";
import { textLines } from "../../base/text-lines.ts";
import type { Goroutines } from "../../model/goroutines.ts";
import { GoroutineGrouper } from "./goroutine-grouper.ts";
import { parseHeader } from "./parse-header.ts";
import { StackReader } from "./stack-reader.ts";

const FORMAT = "goroutine?debug=2";
/** Size at which runtime/pprof stops to enlarge its buffer. */
const LARGEST_DUMP = 64 << 20;
const NEWLINE = 0x0a;

/** Lines before the first goroutine (a panic's message) are skipped. Fails with DecodeError. */
export function decodeGoroutineDump(bytes: Uint8Array): Goroutines {
  const grouper = new GoroutineGrouper(false);
  let stack: StackReader | undefined;
  for (const line of textLines(bytes, FORMAT)) {
    const header = parseHeader(line);
    if (header !== undefined) {
      if (stack !== undefined) grouper.add(stack.finish());
      stack = new StackReader(header);
    } else stack?.read(line);
  }
  if (stack === undefined) throw noGoroutine(bytes);
  const isCut = bytes.at(-1) !== NEWLINE || stack.expectsPlace || bytes.length === LARGEST_DUMP;
  if (!isCut) grouper.add(stack.finish());
  return grouper.finish(FORMAT, grouper.count, isCut);
}

function noGoroutine(bytes: Uint8Array): DecodeError {
  const start = new TextDecoder().decode(bytes.subarray(0, 60));
  return new DecodeError({
    format: FORMAT,
    at: { line: 1 },
    expected: "goroutine N [state]:",
    found: JSON.stringify(start),
  });
}
