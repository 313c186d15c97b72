/**
 * globals.json of a snapshot: the program's largest variables by name, and what of each is in RAM.
 *
 * The names come from the symbol table of the executable, which is read once a file, and only where
 * enough of its variables was written that one may ask which.
 */
import { MiB } from "../../base/units.ts";
import type { AddressedRange, ElfVariable } from "../../decode/elf/decode-variables.ts";
import type { GlobalVariable, GlobalVariables } from "../../model/global-variables.ts";
import { entryAddress, pageSize } from "./auxiliary-vector.ts";
import { readWrittenPages, type WrittenPages } from "./page-map.ts";
import type { ProcRoots } from "./proc-roots.ts";
import type { ExecutableReader, ProgramData } from "./read-executable.ts";

/** Below this nobody asks; the runtime's own are some hundred KiB. */
const NOTICEABLE = MiB;
/** Many programs have that much of which they touch nothing, e.g. that of Go's FIPS 140 module. */
const NOTICEABLE_SIZE = 16 * MiB;
const MOST = 20;

/** Undefined where there is nothing to tell; a sentence where it should be told and can't. */
export function readGlobals(
  pid: number,
  executables: ExecutableReader,
  roots: ProcRoots,
): GlobalVariables | { readonly failure: string } | undefined {
  const data = executables.data(pid);
  if (data === undefined || data.size < NOTICEABLE) return undefined;
  const loaded = loadBias(pid, data, roots);
  const pages = loaded === undefined ? undefined : writtenPages(pid, data, loaded, roots);
  const written = pages?.total();
  if (written === undefined ? data.size < NOTICEABLE_SIZE : written < NOTICEABLE) return undefined;
  const found = executables.variables(pid);
  if ("failure" in found) return found;
  const relocated = pages && bytesOf(data.relocated, loaded!, pages);
  const variables = (found.largest ?? []).map((one) => withPages(one, loaded ?? 0, pages));
  return {
    size: data.size,
    ...(written === undefined ? {} : { written }),
    ...(relocated ? { relocated } : {}),
    stripped: found.largest === undefined,
    variables: inOrder(variables).slice(0, MOST),
  };
}

/** What was added to the file's addresses; 0 but for position-independent programs. */
function loadBias(pid: number, data: ProgramData, roots: ProcRoots): number | undefined {
  const entry = entryAddress(pid, data.wordSize, roots);
  return entry === undefined ? undefined : entry - data.entry;
}

function writtenPages(
  pid: number,
  { writable }: ProgramData,
  bias: number,
  roots: ProcRoots,
): WrittenPages | undefined {
  const size = pageSize(roots);
  if (size === undefined) return undefined;
  const ranges = writable.map((range) => ({
    start: range.address + bias,
    end: range.address + range.size + bias,
  }));
  return readWrittenPages(pid, ranges, size, roots);
}

function bytesOf(ranges: readonly AddressedRange[], bias: number, pages: WrittenPages): number {
  return ranges.reduce((sum, { address, size }) => {
    const start = address + bias;
    return sum + pages.within({ start, end: start + size });
  }, 0);
}

function withPages(
  { name, behind, section, address, size }: ElfVariable,
  bias: number,
  pages: WrittenPages | undefined,
): GlobalVariable {
  const start = address + bias;
  const written = pages?.within({ start, end: start + size });
  const pointedTo = behind ? { behind } : {};
  return { name, ...pointedTo, section, size, ...(written === undefined ? {} : { written }) };
}

function inOrder(variables: readonly GlobalVariable[]): GlobalVariable[] {
  return variables.toSorted((a, b) => (b.written ?? 0) - (a.written ?? 0) || b.size - a.size);
}
