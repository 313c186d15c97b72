/**
 * The files of a memory cgroup that matter, one entry each, under their names in version 1 and 2.
 *
 * Version 1 counts swap only together with memory (memory.memsw.*): what swap itself takes is in
 * memory.stat, and what it may take is the difference of the two limits. Entries are read in this
 * order, so that an entry may use what stands above it.
 */
import { DecodeError } from "../../base/errors.ts";
import type { CgroupLevel } from "../../model/process.ts";

export type CgroupDraft = { -readonly [Key in keyof CgroupLevel]: CgroupLevel[Key] };

interface CgroupFile {
  readonly file: string;
  /** undefined: both have it. */
  readonly version?: 1 | 2;
  /** Fails with DecodeError. */
  readonly read: (text: string, level: CgroupDraft) => void;
}

export const CGROUP_FILES: readonly CgroupFile[] = [
  bytesOf("memory.current", 2, "current"),
  bytesOf("memory.usage_in_bytes", 1, "current"),
  limitOf("memory.max", 2, "max"),
  limitOf("memory.limit_in_bytes", 1, "max"),
  limitOf("memory.high", 2, "high"),
  bytesOf("memory.peak", 2, "peak"),
  bytesOf("memory.max_usage_in_bytes", 1, "peak"),
  bytesOf("memory.swap.current", 2, "swapCurrent"),
  limitOf("memory.swap.max", 2, "swapMax"),
  { file: "memory.memsw.limit_in_bytes", version: 1, read: readMemoryAndSwapLimit },
  { file: "memory.stat", read: readStat },
  { file: "memory.events", version: 2, read: readEvents },
  { file: "memory.oom_control", version: 1, read: readOomControl },
  bytesOf("memory.failcnt", 1, "maxEvents"),
];

function bytesOf(
  file: string,
  version: 1 | 2,
  field: "current" | "peak" | "swapCurrent" | "maxEvents",
): CgroupFile {
  return {
    file,
    version,
    read: (text, level) => {
      level[field] = readNumber(text, file);
    },
  };
}

function limitOf(file: string, version: 1 | 2, field: "max" | "high" | "swapMax"): CgroupFile {
  return {
    file,
    version,
    read: (text, level) => {
      level[field] = readLimit(text, file);
    },
  };
}

function readMemoryAndSwapLimit(text: string, level: CgroupDraft): void {
  const both = readLimit(text, "memory.memsw.limit_in_bytes");
  if (both === null) level.swapMax = null;
  else if (typeof level.max === "number") level.swapMax = Math.max(0, both - level.max);
}

function readStat(text: string, level: CgroupDraft): void {
  const stat = readKeyed(text, "memory.stat");
  level.stat = stat;
  const swap = stat.get("total_swap") ?? stat.get("swap");
  if (swap !== undefined) level.swapCurrent ??= swap;
}

function readEvents(text: string, level: CgroupDraft): void {
  const events = readKeyed(text, "memory.events");
  const oomKills = events.get("oom_kill");
  const max = events.get("max");
  if (oomKills !== undefined) level.oomKills = oomKills;
  if (max !== undefined) level.maxEvents = max;
}

/** `oom_kill` stands there from Linux 4.13 on. */
function readOomControl(text: string, level: CgroupDraft): void {
  const oomKills = readKeyed(text, "memory.oom_control").get("oom_kill");
  if (oomKills !== undefined) level.oomKills = oomKills;
}

/** Version 1 prints "unlimited" as the largest number of whole pages below 2^63. */
function readLimit(text: string, file: string): number | null {
  if (text.trim() === "max") return null;
  const value = toNumber(text.trim());
  if (Number.isNaN(value)) throw problem(file, 1, "a number of bytes or max", text);
  return value > Number.MAX_SAFE_INTEGER ? null : value;
}

function readNumber(text: string, file: string): number {
  const value = toNumber(text.trim());
  if (!Number.isSafeInteger(value)) throw problem(file, 1, "a number below 2^53", text);
  return value;
}

/** `name value` lines. A value beyond 2^53 is v1's "unlimited" and left out. */
function readKeyed(text: string, file: string): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  for (const [index, line] of text.trimEnd().split("\n").entries()) {
    const match = /^(\S+) (\d+)\r?$/.exec(line);
    if (match === null) throw problem(file, index + 1, "name and number", line);
    const value = Number(match[2]);
    if (Number.isSafeInteger(value)) values.set(match[1]!, value);
  }
  return values;
}

function toNumber(digits: string): number {
  return /^\d+$/.test(digits) ? Number(digits) : Number.NaN;
}

function problem(file: string, line: number, expected: string, found: string): DecodeError {
  return new DecodeError({
    format: "cgroup",
    at: { line },
    field: file,
    expected,
    found: JSON.stringify(found.slice(0, 48)),
  });
}
