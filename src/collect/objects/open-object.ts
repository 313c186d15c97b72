/**
 * A program's file as Go's tools read it. A profile names the file, so it is a stranger's word: only
 * a regular file is given to the tools, and none of them runs it.
 */
import { statSync } from "node:fs";
import { decodeElf, SegmentType } from "../../decode/elf/decode-elf.ts";
import type { ObjectFailure, ObjectFile, ObjectSymbol } from "../../model/object-file.ts";
import { openReason } from "../open-reason.ts";
import { withByteSource } from "../with-byte-source.ts";
import { disassembleFunctions, disassembleRange } from "./disassemble-functions.ts";
import { parseLines, parseSymbols } from "./parse-tool-output.ts";
import { runGoTool } from "./run-go-tool.ts";

const NEEDS_GO = "machine code is read with the go command, and there is none on the PATH";

/** The file, or why there is none, as `go tool pprof` says it. */
export function openObject(path: string): ObjectFile | ObjectFailure {
  try {
    if (!statSync(path).isFile()) return unrecognized(path);
  } catch (error) {
    return { error: `open ${path}: ${openReason(error)}`, needsGo: false };
  }
  // It reads the whole symbol table, and says in Go's words where the file is none of a program.
  const names = runGoTool("nm", ["-size", "-sort", "address", "--", path]);
  if (names.isMissing) return { error: NEEDS_GO, needsGo: true };
  if (names.error.startsWith("open ")) return { error: names.error, needsGo: false };
  return toolsOn(path, names.output);
}

function toolsOn(path: string, names: string): ObjectFile {
  let symbols: readonly ObjectSymbol[] | undefined;
  return {
    loadAddress: loadAddressOf(path),
    symbols: () => (symbols ??= parseSymbols(names)),
    disassemble: (start, end) => disassembleRange(path, start, end),
    disassembleFunctions: (functions) => disassembleFunctions(path, functions),
    sourceLines(addresses) {
      const input = addresses.map((address) => `0x${address.toString(16)}\n`).join("");
      return parseLines(runGoTool("addr2line", ["--", path], input).output, addresses.length);
    },
  };
}

/** Of the first segment with code, at the page that it begins in; of ELF files only. */
function loadAddressOf(path: string): bigint | undefined {
  try {
    const elf = withByteSource(path, decodeElf);
    const code = elf?.segments.find(({ type, executable }) => executable && type === LOAD);
    if (code === undefined) return undefined;
    return BigInt(code.address - (code.align === 0 ? 0 : code.address % code.align));
  } catch {
    return undefined;
  }
}

const LOAD = SegmentType.load;

function unrecognized(path: string): ObjectFailure {
  return { error: `open ${path}: unrecognized object file`, needsGo: false };
}
