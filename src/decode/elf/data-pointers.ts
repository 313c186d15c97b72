/**
 * Pointers that a Go program has from the start, as its file has them: words of its data, or, where they
 * are only known once it is loaded, the relocations that the loader makes them of.
 */
import { MiB } from "../../base/units.ts";
import { type Elf, findSection, readAtAddress, type Section, SectionType } from "./decode-elf.ts";
import { ElfView } from "./elf-reader.ts";
import { readPointerMask } from "./pointer-mask.ts";
import type { SymbolTable } from "./symbol-table.ts";

export interface DataPointer {
  /** Where it lies. */
  readonly place: number;
  readonly target: number;
}

const MAX_RELOCATIONS = 64 * MiB;
/** No sources declare more. */
const MAX_POINTERS = 1 << 20;
/** Place, kind and target, eight bytes each. */
const RELOCATION = 24;
const PIECE = RELOCATION << 15;

/** Those to [start, end), by where they point to; none where they are not known, or too many. */
export function pointersInto(
  elf: Elf,
  table: SymbolTable,
  start: number,
  end: number,
): readonly DataPointer[] {
  const found: DataPointer[] = [];
  for (const pointers of [wordPointers(elf, table), relocatedPointers(elf)]) {
    for (const pointer of pointers) {
      if (pointer.target < start || pointer.target >= end) continue;
      found.push(pointer);
      if (found.length > MAX_POINTERS) return [];
    }
  }
  return found.sort((a, b) => a.target - b.target);
}

function* wordPointers(elf: Elf, table: SymbolTable): Generator<DataPointer> {
  const mask = readPointerMask(elf, table);
  if (mask === undefined) return;
  const { wordSize, layout } = elf.reader;
  const { start, words } = mask;
  const bytes = readAtAddress(elf, start, words.length * wordSize);
  if (bytes === undefined) return;
  const data = new ElfView(bytes, layout);
  for (let i = words.indexOf(1); i >= 0; i = words.indexOf(1, i + 1)) {
    yield { place: start + i * wordSize, target: data.word(i * wordSize) };
  }
}

/** Of position-independent programs of 64 bits; those of 32 have the words as well. */
function* relocatedPointers(elf: Elf): Generator<DataPointer> {
  const section = findSection(elf, ".rela.dyn", ".rela");
  if (section?.type !== SectionType.rela || elf.reader.wordSize !== 8) return;
  for (const piece of piecesOf(elf, section)) {
    for (let at = 0; at < piece.length; at += RELOCATION) {
      yield { place: piece.u64(at), target: piece.u64(at + 16) };
    }
  }
}

function* piecesOf({ reader }: Elf, section: Section): Generator<ElfView> {
  const size = Math.min(section.size - (section.size % RELOCATION), MAX_RELOCATIONS);
  for (let from = 0; from < size; from += PIECE) {
    const length = Math.min(PIECE, size - from);
    yield reader.view(section.offset + from, length - (length % RELOCATION), "the relocations");
  }
}
