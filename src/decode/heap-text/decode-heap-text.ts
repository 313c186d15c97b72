/**
 * The text form of heap profiles: what Go ≤ 1.7 serves as its heap profile, every Go as
 * `heap?debug=1`, and tcmalloc and its kin in C++.
 *
 *     heap profile: 4: 200106272 [10: 600187344] @ heap/1048576
 *     2: 200015872 [6: 600047616] @ 0x41989c 0x401007
 *     #	0x401007	main.main+0x407		/srv/app/main.go:31
 *
 *     # runtime.MemStats
 *     # Alloc = 300269624
 *
 * Values stay the raw sampled counts that the text has: scaling them up is the analysis' business,
 * as it depends on the Go version. Names come from the `#` lines, which pprof throws away.
 */
import { DecodeError } from "../../base/errors.ts";
import { textLines } from "../../base/text-lines.ts";
import type { Profile } from "../../model/profile.ts";
import { buildHeapProfile } from "./build-heap-profile.ts";
import { MappingLines } from "./mapping-lines.ts";
import { type HeapHeader, parseHeader } from "./parse-header.ts";
import { type HeapRecord, parseRecord } from "./parse-record.ts";
import { SymbolLines } from "./symbol-lines.ts";

export interface HeapText {
  /** With `rawCounts`: not scaled up. */
  readonly profile: Profile;
  /** The comment block from `# runtime.MemStats` on, as it stands there. */
  readonly memStatsText?: string;
  /** True where no line of the text names a function. */
  readonly addressesOnly: boolean;
}

/** Fails with DecodeError, which says the line. */
export function decodeHeapText(bytes: Uint8Array): HeapText {
  const text = new HeapTextReader();
  let number = 0;
  for (const line of textLines(bytes, "heap-text")) text.take(line, ++number);
  return text.finish(number);
}

const MEM_STATS = "# runtime.MemStats";
const MAPPINGS = /^(?:---\s*Memory map:\s*---|MAPPED_LIBRARIES:)/;

class HeapTextReader {
  private header: HeapHeader | undefined;
  private readonly records: HeapRecord[] = [];
  private readonly symbols = new SymbolLines();
  private readonly memStats: string[] = [];
  private readonly mappings = new MappingLines();
  private section: "records" | "mappings" = "records";

  take(line: string, number: number): void {
    if (this.header === undefined) this.takeHeader(line, number);
    else if (line.startsWith("#")) this.takeComment(line);
    else if (line.trim() === "") return;
    else if (MAPPINGS.test(line)) this.section = "mappings";
    else if (this.section === "mappings") this.mappings.add(line);
    else this.records.push(parseRecord(line, number));
  }

  finish(lines: number): HeapText {
    if (this.header === undefined) throw noHeader("nothing", Math.max(1, lines));
    const profile = buildHeapProfile(
      this.header,
      this.records,
      this.symbols,
      this.mappings.mappings,
    );
    const addressesOnly = profile.functions.length === 0;
    if (this.memStats.length === 0) {
      this.expectAll(this.header, lines);
      return { profile, addressesOnly };
    }
    return { profile, addressesOnly, memStatsText: `${this.memStats.join("\n")}\n` };
  }

  /** A text of Go ends with MemStats; without them, the first line tells whether the records are all there. */
  private expectAll({ allocated = 0 }: HeapHeader, lines: number): void {
    const found = this.records.reduce((sum, { values }) => sum + Number(values[1]), 0);
    if (found >= allocated) return;
    throw new DecodeError(
      {
        format: "heap-text",
        at: { line: lines },
        expected: `records of ${allocated} bytes, as the first line says`,
        found: `the end of the text after ${found}`,
      },
      { hint: "The file or response was cut on its way: read it again." },
    );
  }

  private takeHeader(line: string, number: number): void {
    if (line.trim() === "") return;
    this.header = parseHeader(line);
    if (this.header === undefined) throw noHeader(line.slice(0, 80), number);
  }

  private takeComment(line: string): void {
    if (this.memStats.length > 0 || line.startsWith(MEM_STATS)) this.memStats.push(line);
    else this.symbols.add(line, this.records.at(-1)?.addresses);
  }
}

function noHeader(found: string, line: number): DecodeError {
  return new DecodeError({
    format: "heap-text",
    at: { line },
    expected: "heap profile: N: BYTES [N: BYTES] @ heap/RATE",
    found,
  });
}
