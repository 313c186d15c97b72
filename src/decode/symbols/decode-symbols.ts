/**
 * The answer of /debug/pprof/symbol: `num_symbols: 1`, then a line `0x401007 main.main` for each
 * address that was asked for. Go ≤ 1.7 needs it for profiles without names.
 */
import { textLines } from "../../base/text-lines.ts";

const SYMBOL = /^(0x[0-9a-f]{1,16})\s+(\S.*)$/i;

/** Function names by address. Lines of another shape are skipped. */
export function decodeSymbols(bytes: Uint8Array): ReadonlyMap<bigint, string> {
  const names = new Map<bigint, string>();
  for (const line of textLines(bytes, "symbols")) {
    const match = SYMBOL.exec(line);
    if (match !== null) names.set(BigInt(match[1]!), match[2]!.trim());
  }
  return names;
}
