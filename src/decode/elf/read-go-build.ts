/**
 * What an executable says of its making: whether it is Go, which Go, and its build id. Works on
 * stripped programs and reads only the few parts that it needs.
 *
 * The version comes from the best witness there is: the build info (Go 1.13 and newer), the symbol
 * runtime.buildVersion (older, not stripped), and last the line table, which only tells a range.
 */
import type { ByteSource } from "./byte-source.ts";
import { decodeBuildIds } from "./decode-build-ids.ts";
import { decodeBuildInfo } from "./decode-build-info.ts";
import { decodeBuildVersionSymbol } from "./decode-build-version-symbol.ts";
import { decodeElf, type Elf, SectionType } from "./decode-elf.ts";
import { decodeLineTableVersion } from "./decode-line-table-version.ts";

export interface GoBuild {
  /** `go1.23.4`; where `approximate`, a range such as `go1.16–go1.17` or `go1.20+`. */
  readonly version?: string;
  readonly approximate: boolean;
  /** The GNU build id in hexadecimal, which profiles name; else the go command's own id. */
  readonly buildId?: string;
  readonly goBuildId?: string;
  /** No symbol table. */
  readonly stripped: boolean;
}

/** Undefined where it is not ELF or not Go; fails with DecodeError on a broken ELF file. */
export function readGoBuild(source: ByteSource): GoBuild | undefined {
  const elf = decodeElf(source);
  if (elf === undefined) return undefined;
  const ids = decodeBuildIds(elf);
  const version = readVersion(elf, ids.go !== undefined);
  if (version === undefined && ids.go === undefined) return undefined;
  const buildId = ids.gnu ?? ids.go;
  return {
    ...version,
    approximate: version?.approximate ?? false,
    ...(buildId === undefined ? {} : { buildId }),
    ...(ids.go === undefined ? {} : { goBuildId: ids.go }),
    stripped: !elf.sections.some((section) => section.type === SectionType.symbols),
  };
}

/** `isGo`: a Go build id is there, so that a search through the whole file will find something. */
function readVersion(
  elf: Elf,
  isGo: boolean,
): { version?: string; approximate: boolean } | undefined {
  const info = decodeBuildInfo(elf);
  if (info?.version !== undefined) return { version: info.version, approximate: false };
  const range = decodeLineTableVersion(elf, isGo || info !== undefined);
  const named = isGo || range !== undefined ? decodeBuildVersionSymbol(elf) : undefined;
  if (named !== undefined) return { version: named, approximate: false };
  if (range !== undefined) return { version: range, approximate: true };
  return info === undefined ? undefined : { approximate: false };
}
