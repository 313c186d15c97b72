/**
 * Which words of a Go program's data are pointers: the linker leaves the collector a program for it, that
 * the runtime runs at its start (runGCProg in runtime/mbitmap.go). Without it an array of small
 * numbers is full of what looks like addresses.
 */
import { MiB } from "../../base/units.ts";
import { type Elf, SegmentType } from "./decode-elf.ts";
import { findSymbol, type SymbolTable } from "./symbol-table.ts";

export interface PointerMask {
  /** Address of the first word. */
  readonly start: number;
  /** An item a word; 1: a pointer. */
  readonly words: Uint8Array;
}

/** A program's own data; what is larger has no pointers that one could count. */
const MAX_DATA = 64 * MiB;
const MAX_PROGRAM = MiB;

/** Undefined where it is not Go, too old (before 1.5), or not as the runtime would have it. */
export function readPointerMask(elf: Elf, table: SymbolTable): PointerMask | undefined {
  const start = findSymbol(elf, table, "runtime.data");
  const end = findSymbol(elf, table, "runtime.edata");
  const at = findSymbol(elf, table, "runtime.gcdata");
  if (start === undefined || end === undefined || at === undefined) return undefined;
  if (end < start || end - start > MAX_DATA) return undefined;
  const program = readUpTo(elf, at, MAX_PROGRAM);
  const words = runProgram(program, Math.floor((end - start) / elf.reader.wordSize));
  return words && { start, words };
}

/** What a segment has from there on, cut to `most` bytes. */
function readUpTo(elf: Elf, address: number, most: number): Uint8Array {
  const segment = elf.segments.find(
    ({ type, address: start, fileSize }) =>
      type === SegmentType.load && address >= start && address < start + fileSize,
  );
  if (segment === undefined) return new Uint8Array();
  const offset = segment.offset + (address - segment.address);
  const end = Math.min(segment.offset + segment.fileSize, elf.reader.source.size, offset + most);
  return end <= offset
    ? new Uint8Array()
    : elf.reader.bytes(offset, end - offset, "runtime.gcdata");
}

/**
 * 0 ends it; 0nnnnnnn: n bits follow; 1nnnnnnn c: the last n bits again, c times, and n follows as c does,
 * in pieces of seven bits, where it is 0.
 */
function runProgram(program: Uint8Array, count: number): Uint8Array | undefined {
  const words = new Uint8Array(count);
  let at = 0;
  let done = 0;
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = program[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < program.length) {
    const step = program[at++]!;
    if (step === 0) return words;
    const isCopy = step >= 128;
    const bits = isCopy ? step & 127 || number() : step;
    const total = isCopy ? bits * number() : bits;
    if (done + total > count || (isCopy && bits > done)) return undefined;
    for (let i = 0; i < total; i++) {
      const bit = isCopy ? words[done - bits] : (program[at + (i >> 3)]! >> (i & 7)) & 1;
      words[done++] = bit!;
    }
    if (!isCopy) at += Math.ceil(bits / 8);
  }
  return undefined;
}
