/**
 * Tells a bundle's archive from a profile, which is gzip as well: by the tar header that comes first
 * once unpacked. Looks at no more than the first few KiB.
 */
import { gunzipHead, isGzip } from "../gunzip.ts";

const BLOCK = 512;
const CHECKSUM = { start: 148, end: 156 };

/** True if `bytes` are a tar archive, gzip or not: the first header's checksum is right. */
export function isArchive(bytes: Uint8Array): boolean {
  const head = isGzip(bytes) ? gunzipHead(bytes) : bytes;
  if (head === undefined || head.length < BLOCK || head[0] === 0) return false;
  const digits = String.fromCharCode(...head.subarray(CHECKSUM.start, CHECKSUM.end));
  return Number.parseInt(digits.trim(), 8) === checksum(head);
}

/** Sum of the header's bytes, those of the checksum itself taken as spaces (POSIX ustar). */
function checksum(header: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) {
    sum += i >= CHECKSUM.start && i < CHECKSUM.end ? 0x20 : header[i]!;
  }
  return sum;
}
