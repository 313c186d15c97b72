/** A line of the `MAPPED_LIBRARIES:` section, as in /proc/PID/maps. Lines of other shapes are skipped. */

export interface TextMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: string;
}

const PROC_MAPS =
  /^\s*([0-9a-f]{1,16})-([0-9a-f]{1,16})\s+[-rwxsp]{3,4}\s+([0-9a-f]{1,16})\s+\S+\s+\d+\s*(.*)$/i;

export function parseMapping(line: string): TextMapping | undefined {
  const match = PROC_MAPS.exec(line);
  if (match === null) return undefined;
  const [, start, limit, offset, filename] = match;
  return {
    start: BigInt(`0x${start}`),
    limit: BigInt(`0x${limit}`),
    offset: BigInt(`0x${offset}`),
    filename: filename!.trim(),
  };
}
