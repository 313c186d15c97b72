/** What can be done with an input that is not what was asked for, by its first bytes. */
import { detectFormat } from "./registry.ts";

/** Bytes as Latin-1, here and below. */
const PROGRAMS: readonly string[] = ["\x7fELF", "MZ", "\xcf\xfa\xed\xfe", "\xca\xfe\xba\xbe"];

const PACKED: readonly (readonly [start: string, name: string, command: string])[] = [
  ["\x28\xb5\x2f\xfd", "zstd", "zstd -d"],
  ["\xfd7zXZ", "xz", "xz -d"],
  ["BZh", "bzip2", "bzip2 -d"],
  ["PK\x03\x04", "zip", "unzip"],
  ["\x04\x22\x4d\x18", "lz4", "lz4 -d"],
];

const TEXTS: readonly (readonly [sign: RegExp, hint: string])[] = [
  [/^go 1\.\d+ trace\b/, "It is an execution trace: `go tool trace FILE` shows it."],
  [
    /^go1\.\d+ heap dump\n/,
    "It is what debug.WriteHeapDump wrote: take the heap profile, /debug/pprof/heap.",
  ],
  [/^mode: (?:set|count|atomic)\r?\n/, "It is a profile of coverage: `go tool cover` shows it."],
  [
    /^\s*<(?:!doctype html|html)\b/i,
    "It is an HTML page, perhaps of a login or of an error: look at what was saved.",
  ],
];

/** Forms of profiles: what is one of these and can't be read as a profile is damaged. */
const PROFILES = new Set([
  "pprof",
  "heap-text",
  "goroutine-text",
  "goroutineleak-text",
  "threadcreate-text",
]);

/** Of what no format of Resident's begins with; undefined where nothing better is known. */
export function strangerHint(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes);
  if (isProgram(head)) {
    return "It is a program: `resident run -- FILE` runs and explains it, and one that runs has a PID.";
  }
  return knownStranger(head);
}

/** Of what is no profile: how it becomes one, or what reads it. */
export function noProfileHint(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes);
  if (isProgram(head)) return "It is a program: name a profile behind it.";
  const stranger = knownStranger(head);
  if (stranger !== undefined) return stranger;
  const format = detectFormat(bytes);
  if (format === undefined || PROFILES.has(format.id)) return undefined;
  return `It looks like ${format.title}, which \`resident FILE\` reads.`;
}

function knownStranger(head: string): string | undefined {
  const packed = PACKED.find(([start]) => head.startsWith(start));
  if (packed === undefined) return TEXTS.find(([sign]) => sign.test(head))?.[1];
  return `It is packed with ${packed[1]}: unpack it first, with \`${packed[2]}\`.`;
}

function isProgram(head: string): boolean {
  return PROGRAMS.some((start) => head.startsWith(start));
}

function headOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes.subarray(0, 64));
}
