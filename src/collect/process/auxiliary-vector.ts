/**
 * Facts of the machine that the kernel gives every process at its start and Node has no function
 * for: the page size and the length of a clock tick.
 */
import { endianness } from "node:os";
import { join } from "node:path";
import { type ProcRoots, SYSTEM_ROOTS } from "./proc-roots.ts";
import { readProcFile } from "./read-proc-file.ts";

const AT_PAGESZ = 6;
const AT_CLKTCK = 17;
/** USER_HZ of every architecture that Go runs on. */
const USUAL_TICKS = 100;
const NARROW = new Set(["arm", "ia32", "mips", "mipsel", "ppc"]);

/** The value of one entry (AT_* of getauxval(3)), or undefined. */
function auxiliaryValue(key: number, roots: ProcRoots = SYSTEM_ROOTS): number | undefined {
  const { bytes } = readProcFile(join(roots.proc, "self", "auxv"));
  if (bytes === undefined) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = endianness() === "LE";
  const width = NARROW.has(process.arch) ? 4 : 8;
  const word = (at: number) =>
    width === 8 ? Number(view.getBigUint64(at, little)) : view.getUint32(at, little);
  for (let at = 0; at + 2 * width <= view.byteLength; at += 2 * width) {
    if (word(at) === key) return word(at + width);
  }
  return undefined;
}

/** Bytes of a page on this machine: 4, 16 or 64 KiB. */
export function pageSize(roots: ProcRoots = SYSTEM_ROOTS): number | undefined {
  return auxiliaryValue(AT_PAGESZ, roots);
}

/** Ticks of the clock that /proc/PID/stat counts in. */
export function ticksPerSecond(roots: ProcRoots = SYSTEM_ROOTS): number {
  return auxiliaryValue(AT_CLKTCK, roots) ?? USUAL_TICKS;
}
