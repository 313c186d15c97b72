/**
 * Whether a program can serve pprof at all, by the names of its functions, which every Go program has in its file,
 * also a stripped one: the linker leaves out what is never called. A program that can't is not asked: to some a
 * request is work (a bundler builds anew for each), and others pass it on to another program.
 */
import type { ByteSource } from "../../decode/elf/byte-source.ts";
import { decodeElf, findSection } from "../../decode/elf/decode-elf.ts";

/** Of the package itself, and of what pages like its own are made of. */
const SERVING = ["net/http/pprof.", "runtime/pprof.Lookup"].map((text) => Buffer.from(text));
/** Whoever listens has it. Without it names are not what they were, as after garble. */
const LISTENING = Buffer.from("net.(*netFD).");

const CHUNK = 1 << 20;
/** Longer than each of these names. */
const OVERLAP = 64;

/** True also where nothing tells. */
export function mayServePprof(source: ByteSource): boolean {
  const elf = decodeElf(source);
  const names = elf && findSection(elf, ".gopclntab", ".data.rel.ro.gopclntab");
  if (names === undefined) return true;
  let listens = false;
  for (let at = 0; at < names.size; at += CHUNK - OVERLAP) {
    const bytes = source.read(names.offset + at, Math.min(CHUNK, names.size - at));
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    if (SERVING.some((text) => chunk.includes(text))) return true;
    listens ||= chunk.includes(LISTENING);
  }
  return !listens;
}
