/**
 * The build ids out of an executable's notes. A heap profile names its executable by the GNU one
 * (hexadecimal); the Go one is the go command's own (four hashes with slashes).
 */
import { type Elf, SectionType, SegmentType } from "./decode-elf.ts";
import { ElfView } from "./elf-reader.ts";

const NOTE_GNU_BUILD_ID = 3;
const NOTE_GO_BUILD_ID = 4;
/** Notes are a few hundred bytes; a stretch that claims more is not one of ours. */
const MAX_NOTES = 64 << 10;
/** An executable has two or three stretches of notes, each as a segment and as sections. */
const MAX_STRETCHES = 32;

export interface BuildIds {
  readonly gnu?: string;
  readonly go?: string;
}

export function decodeBuildIds(elf: Elf): BuildIds {
  const ids: { gnu?: string; go?: string } = {};
  for (const { offset, size } of noteStretches(elf)) {
    if (size > MAX_NOTES || offset + size > elf.reader.source.size) continue;
    readNotes(elf, elf.reader.bytes(offset, size, "the notes"), ids);
  }
  return ids;
}

/** Segments first: they survive where the sections are dropped. */
function noteStretches(elf: Elf): { offset: number; size: number }[] {
  return [
    ...elf.segments
      .filter((segment) => segment.type === SegmentType.note)
      .map(({ offset, fileSize }) => ({ offset, size: fileSize })),
    ...elf.sections.filter((section) => section.type === SectionType.note),
  ].slice(0, MAX_STRETCHES);
}

/** Each note: name size, contents size, type (u32), then both padded to 4 bytes. */
function readNotes(elf: Elf, bytes: Uint8Array, ids: { gnu?: string; go?: string }): void {
  const view = new ElfView(bytes, elf.reader.layout);
  let at = 0;
  while (at + 12 <= bytes.length) {
    const nameEnd = at + 12 + view.u32(at);
    const contentsAt = align4(nameEnd);
    const contentsEnd = contentsAt + view.u32(at + 4);
    if (contentsEnd > bytes.length) return;
    const name = new TextDecoder().decode(bytes.subarray(at + 12, nameEnd));
    keepId(name, view.u32(at + 8), bytes.subarray(contentsAt, contentsEnd), ids);
    at = align4(contentsEnd);
  }
}

function keepId(
  name: string,
  type: number,
  contents: Uint8Array,
  ids: { gnu?: string; go?: string },
): void {
  if (name === "GNU\0" && type === NOTE_GNU_BUILD_ID) {
    ids.gnu ??= Array.from(contents, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  if (name === "Go\0\0" && type === NOTE_GO_BUILD_ID) {
    ids.go ??= new TextDecoder().decode(contents).replace(/\0+$/, "");
  }
}

function align4(value: number): number {
  return Math.ceil(value / 4) * 4;
}
