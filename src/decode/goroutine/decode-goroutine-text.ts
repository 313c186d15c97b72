/**
 * /debug/pprof/goroutine?debug=1 and goroutineleak?debug=1: groups of goroutines with equal stacks,
 * in the same form from Go 1.4 to 1.27 (labels from 1.15 on).
 *
 *   goroutine profile: total 523
 *   500 @ 0x49938e 0x41890e 0x418452 0x69b219 0x4a0881
 *   # labels: {"route":"/x"}
 *   #	0x69b218	main.block+0x18	/srv/app/main.go:56
 */
import { DecodeError } from "../../base/errors.ts";
import { textLines } from "../../base/text-lines.ts";
import type { Goroutines, StackFrame } from "../../model/goroutines.ts";
import { GoroutineGrouper } from "./goroutine-grouper.ts";
import { parseLabels } from "./parse-labels.ts";
import { parsePlace } from "./parse-place.ts";
import { shortenTypeArguments } from "./shorten-type-arguments.ts";
import { visibleFrames } from "./visible-frames.ts";

const FORMAT = "goroutine?debug=1";
const TITLE = /^(goroutine|goroutineleak) profile: total (\d{1,15})$/;
const GROUP = /^(\d{1,15}) @(?: |$)/;
const LABELS = "# labels: ";

interface Record {
  readonly count: number;
  readonly frames: StackFrame[];
  labels: ReadonlyMap<string, string> | undefined;
}

/** `truncated` where fewer goroutines follow than the title says. Fails with DecodeError. */
export function decodeGoroutineText(bytes: Uint8Array): Goroutines {
  const lines = textLines(bytes, FORMAT);
  const title = readTitle(lines.next().value ?? "");
  const grouper = new GoroutineGrouper(true);
  const add = (record: Record | undefined) => {
    if (record !== undefined) {
      grouper.add({ ...record, frames: visibleFrames(record.frames), leaked: title.isLeak });
    }
  };
  let record: Record | undefined;
  for (const line of lines) {
    const group = GROUP.exec(line);
    if (group !== null) {
      add(record);
      record = { count: Number(group[1]), frames: [], labels: undefined };
    } else if (record !== undefined) readDetail(line, record);
  }
  add(record);
  const source = title.isLeak ? "goroutineleak" : FORMAT;
  return grouper.finish(source, title.total, grouper.count < title.total);
}

function readTitle(line: string): { total: number; isLeak: boolean } {
  const match = TITLE.exec(line);
  if (match !== null) return { total: Number(match[2]), isLeak: match[1] === "goroutineleak" };
  throw new DecodeError({
    format: FORMAT,
    at: { line: 1 },
    expected: "goroutine profile: total N",
    found: JSON.stringify(line.slice(0, 60)),
  });
}

/** A frame, the labels, or a line of neither kind: a PC without a function, the blank line. */
function readDetail(line: string, record: Record): void {
  if (line.startsWith(LABELS)) record.labels = parseLabels(line.slice(LABELS.length));
  const frame = line.startsWith("#\t") ? readFrame(line) : undefined;
  if (frame !== undefined) record.frames.push(frame);
}

/** `#	0xPC	function+0xOFFSET	file:line`, the columns aligned with any number of tabs. */
function readFrame(line: string): StackFrame | undefined {
  const [, , symbol, place] = line.split("\t").filter((cell) => cell !== "");
  const offset = symbol?.lastIndexOf("+0x") ?? -1;
  if (symbol === undefined || place === undefined || offset < 1) return undefined;
  return { function: shortenTypeArguments(symbol.slice(0, offset)), ...parsePlace(place) };
}
