/**
 * The stacks of all threads of a C++ program (threadz):
 *
 *     --- threadz 1 ---
 *
 *     --- Thread 7f79 (name: main/42) stack: ---
 *       PC: 0x5a2f 0x4000
 *     --- Thread 7f80 (name: pool/43) stack: ---
 *         [same as previous thread]
 *     --- Memory map: ---
 */
import type { Profile } from "../../model/profile.ts";
import { LegacySamples } from "./legacy-samples.ts";
import { findMemoryMap } from "./memory-map/read-memory-map.ts";
import { eachAddress } from "./text/hex-addresses.ts";
import { LineScanner } from "./text/line-scanner.ts";

const START = /--- threadz \d+ ---/;
const THREAD_BEGIN = /--- Thread [\da-fA-F]+ \(name: /;
const THREAD_END = /\/\d+\) stack: ---/g;
const NO_STACK = "---- no stack trace for";
const THREADS = { type: "thread", unit: "count" };

/** undefined where it is none, or ends without a memory map, as the reference demands one. */
export function decodeThreads(bytes: Uint8Array): Profile | undefined {
  const scanner = new LineScanner(bytes);
  while (scanner.scan() && scanner.isSpaceOrComment());
  let line = scanner.text();
  if (START.test(line)) line = goToFirstThread(scanner, line);
  else if (!isThread(line)) return undefined;
  const samples = new LegacySamples({ valueTypes: [THREADS], periodType: THREADS, period: 1 });
  if (!new ThreadReader(scanner, samples).read(line)) return undefined;
  return samples.finish(findMemoryMap(scanner));
}

function goToFirstThread(scanner: LineScanner, start: string): string {
  let line = start;
  while (scanner.scan()) {
    line = scanner.text();
    if (scanner.isSentinel() || line.startsWith("-")) break;
  }
  return line;
}

/** `--- Thread HEX (name: …/DIGITS) stack: ---` anywhere in the line. */
function isThread(line: string): boolean {
  const begin = THREAD_BEGIN.exec(line);
  if (begin === null) return false;
  const behind = line.slice(begin.index + begin[0].length);
  THREAD_END.lastIndex = 0;
  return THREAD_END.test(behind);
}

const SENTINEL = /--- Memory map: ---|MAPPED_LIBRARIES:/;

class ThreadReader {
  private readonly scanner: LineScanner;
  private readonly samples: LegacySamples;
  /** Threads that have the stack of the sample at hand. */
  private count = 0;

  constructor(scanner: LineScanner, samples: LegacySamples) {
    this.scanner = scanner;
    this.samples = samples;
  }

  /** `first`: the line at hand. False where one is not what must follow. */
  read(first: string): boolean {
    let line = first;
    while (!SENTINEL.test(line)) {
      if (line.startsWith(NO_STACK)) break;
      if (!isThread(line)) return false;
      line = this.readStack();
    }
    this.endSample();
    return true;
  }

  /** Reads the lines of a thread, and gives the one behind them. */
  private readStack(): string {
    const { scanner } = this;
    /** Halves of the addresses: low, high, low, high, … */
    const stack: number[] = [];
    let isSame = false;
    let line = "";
    while (scanner.scan()) {
      line = scanner.trimmedText();
      if (line.startsWith("---")) break;
      if (line.includes("same as previous thread")) isSame = true;
      else eachAddress(scanner, scanner.start, scanner.end, (low, high) => stack.push(low, high));
    }
    scanner.check();
    if (!isSame && stack.length > 0) this.startSample(stack);
    else if (this.count > 0) this.count++;
    return line;
  }

  private startSample(stack: readonly number[]): void {
    this.endSample();
    this.count = 1;
    for (let i = 0; i < stack.length; i += 2) {
      const [low, high] = [stack[i]!, stack[i + 1]!];
      this.samples.addFrame(this.samples.locate(low, high, i > 0));
    }
    this.samples.dropRepeatedLeaf();
  }

  private endSample(): void {
    if (this.count > 0) this.samples.endSample([this.count]);
    this.count = 0;
  }
}
