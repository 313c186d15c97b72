/**
 * Finds a byte pattern in a stretch of a file without holding the stretch: reads a piece at a
 * time, with the overlap that a match across two pieces needs.
 */
import type { ByteSource } from "./byte-source.ts";

const PIECE = 1 << 20;

/**
 * File offsets of the matches in [start, end), in order. `alignment` is that of the match within
 * the file, 1 for any. The stretch is cut to the source's size.
 */
export function* scanBytes(
  source: ByteSource,
  pattern: Uint8Array,
  start: number,
  end: number,
  alignment = 1,
): Generator<number> {
  const limit = Math.min(end, source.size);
  for (let from = Math.max(start, 0); from + pattern.length <= limit; from += PIECE) {
    const piece = source.read(from, Math.min(PIECE + pattern.length - 1, limit - from));
    for (let at = piece.indexOf(pattern[0]!); at >= 0; at = piece.indexOf(pattern[0]!, at + 1)) {
      if ((from + at) % alignment === 0 && matches(piece, at, pattern)) yield from + at;
    }
  }
}

function matches(bytes: Uint8Array, at: number, pattern: Uint8Array): boolean {
  for (let i = 0; i < pattern.length; i++) {
    if (bytes[at + i] !== pattern[i]) return false;
  }
  return true;
}
