/**
 * The section `MAPPED_LIBRARIES:` of tcmalloc's heap profiles: lines of /proc/PID/maps or a short
 * form of them, and assignments `name=value`, after which `$name` stands for the value.
 * Like pprof it keeps what may hold code, and skips lines of other shapes.
 */

export interface TextMapping {
  readonly start: bigint;
  readonly limit: bigint;
  readonly offset: bigint;
  readonly filename: string;
  readonly buildId: string;
}

/** `00400000-00e6d000 r-xp 00001000 08:01 1234  /srv/app/main` */
const PROC_MAPS =
  /^\s*([0-9a-f]{1,16})-([0-9a-f]{1,16})\s+([-rwxsp]{3,4})\s+([0-9a-f]{1,16})\s+[0-9a-f]{1,8}:[0-9a-f]{1,8}\s+\d{1,20}(?:\s+(\S+))?/i;
/** `0x400000-0xe6d000: /srv/app/main (@1000) 1a2b3c` */
const SHORT =
  /^\s*(?:0x)?([0-9a-f]{1,16})[-\s]\s{0,8}(?:0x)?([0-9a-f]{1,16}):?(?:\s+([-rwxp]{3,4})(?=\s))?\s+(\S+)(?:\s+\(@([0-9a-f]{1,16})\))?(?:\s+([0-9a-f]{1,128}))?\s*$/i;
const ASSIGNMENT = /^\s*(\w{1,64})\s*=\s*(\S{1,4096})\s*$/;
const MAX_LENGTH = 8192;

export class MappingLines {
  readonly mappings: TextMapping[] = [];
  private readonly values = new Map<string, string>();

  add(line: string): void {
    if (line.length > MAX_LENGTH) return;
    const assignment = ASSIGNMENT.exec(line);
    if (assignment !== null) this.values.set(assignment[1]!, assignment[2]!);
    const text = line.replace(/\$(\w{1,64})/g, (all, name) => this.values.get(name) ?? all);
    const mapping = parseProcMaps(text) ?? parseShort(text);
    if (mapping !== undefined) this.mappings.push(mapping);
  }
}

function parseProcMaps(line: string): TextMapping | undefined {
  const match = PROC_MAPS.exec(line);
  if (match === null) return undefined;
  const [, start, limit, permissions, offset, filename] = match;
  return mappingOf(start!, limit!, permissions, offset, filename);
}

function parseShort(line: string): TextMapping | undefined {
  const match = PROC_MAPS.test(line) ? null : SHORT.exec(line);
  if (match === null) return undefined;
  const [, start, limit, permissions, filename, offset, buildId] = match;
  return mappingOf(start!, limit!, permissions, offset, filename, buildId);
}

/** undefined for a mapping that can't hold code. */
function mappingOf(
  start: string,
  limit: string,
  permissions: string | undefined,
  offset = "0",
  filename = "",
  buildId = "",
): TextMapping | undefined {
  if (permissions !== undefined && !permissions.includes("x")) return undefined;
  const [from, to, at] = [start, limit, offset].map((hex) => BigInt(`0x${hex}`));
  return { start: from!, limit: to!, offset: at!, filename, buildId };
}
