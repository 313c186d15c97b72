/**
 * Facts of the machine and of a program that the kernel gives every process at its start and Node has
 * no function for: the page size, the length of a clock tick, where the program begins.
 */
import { endianness } from "node:os";
import { join } from "node:path";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcFile } from "./read-proc-file.ts";

const AT_PAGESZ = 6;
const AT_ENTRY = 9;
const AT_CLKTCK = 17;
/** USER_HZ of every architecture that Go runs on. */
const USUAL_TICKS = 100;
const NARROW = new Set(["arm", "ia32", "mips", "mipsel", "ppc"]);

/** The value of one entry (AT_* of getauxval(3)), or undefined. */
function auxiliaryValue(key: number, roots: ProcRoots = SYSTEM_ROOTS): number | undefined {
  return readEntry("self", key, NARROW.has(process.arch) ? 4 : 8, roots);
}

/** Bytes of a page on this machine: 4, 16 or 64 KiB. */
export function pageSize(roots: ProcRoots = SYSTEM_ROOTS): number | undefined {
  return auxiliaryValue(AT_PAGESZ, roots);
}

/** Ticks of the clock that /proc/PID/stat counts in. */
export function ticksPerSecond(roots: ProcRoots = SYSTEM_ROOTS): number {
  return auxiliaryValue(AT_CLKTCK, roots) ?? USUAL_TICKS;
}

/** Address at which a process's program begins, where it was loaded. */
export function entryAddress(
  pid: number,
  wordSize: 4 | 8,
  roots: ProcRoots = SYSTEM_ROOTS,
): number | undefined {
  return readEntry(String(pid), AT_ENTRY, wordSize, roots);
}

function readEntry(
  process: string,
  key: number,
  width: 4 | 8,
  roots: ProcRoots,
): number | undefined {
  const { bytes } = readProcFile(join(roots.proc, process, "auxv"));
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = endianness() === "LE";
  const word = (at: number) =>
    width === 8 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  for (let at = 0; at + 2 * width <= view.byteLength; at += 2 * width) {
    if (word(at) === key) return word(at + width);
  }
  return undefined;
}
