/**
 * /proc/PID/status: `Key:\tvalue` lines. Kernels differ in which lines there are, and a zombie has
 * no memory lines at all; only Name and Pid must be there.
 */
import { DecodeError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import type { ProcStatus } from "../../model/process.ts";
import { smallText } from "../small-text.ts";

const MAX_LENGTH = MiB;

interface Entry {
  readonly value: string;
  readonly line: number;
}

/** Fields of ProcStatus that status gives in kB, under their names there. */
const SIZES = {
  vmPeak: "VmPeak",
  vmSize: "VmSize",
  vmHwm: "VmHWM",
  vmRss: "VmRSS",
  rssAnon: "RssAnon",
  rssFile: "RssFile",
  rssShmem: "RssShmem",
  vmSwap: "VmSwap",
  vmPte: "VmPTE",
} as const;

/** Sizes in bytes. Fails with DecodeError. */
export function decodeStatus(bytes: Uint8Array): ProcStatus {
  const entries = readEntries(bytes);
  const nsPids = optional(entries, "NSpid", readCounts);
  return {
    name: required(entries, "Name").value,
    pid: readCount(required(entries, "Pid"), "a PID"),
    ...pick("state", optional(entries, "State", readState)),
    ...pick("ppid", optional(entries, "PPid", readCount)),
    ...pick("uid", optional(entries, "Uid", readCounts)?.[0]),
    ...pick("nsPids", nsPids),
    ...pick("threads", optional(entries, "Threads", readCount)),
    ...readSizes(entries),
  };
}

function readEntries(bytes: Uint8Array): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const status = smallText(bytes, "status", MAX_LENGTH).trimEnd();
  for (const [index, text] of (status === "" ? [] : status.split("\n")).entries()) {
    const colon = text.indexOf(":");
    if (colon <= 0) throw problem(index + 1, "Key: value", text);
    entries.set(text.slice(0, colon), { value: text.slice(colon + 1).trim(), line: index + 1 });
  }
  return entries;
}

type Sizes = { -readonly [Key in keyof typeof SIZES]?: number };

function readSizes(entries: Map<string, Entry>): Sizes {
  const sizes: Sizes = {};
  for (const [field, key] of Object.entries(SIZES) as [keyof typeof SIZES, string][]) {
    const entry = entries.get(key);
    if (entry !== undefined) sizes[field] = readKilobytes(entry);
  }
  return sizes;
}

function readKilobytes(entry: Entry): number {
  const match = /^(\d+) kB$/.exec(entry.value);
  const bytes = match === null ? Number.NaN : Number(match[1]) * 1024;
  if (!Number.isSafeInteger(bytes)) throw problem(entry.line, "a size in kB", entry.value);
  return bytes;
}

function readCount(entry: Entry, expected = "a number"): number {
  const value = /^\d+$/.test(entry.value) ? Number(entry.value) : Number.NaN;
  if (!Number.isSafeInteger(value)) throw problem(entry.line, expected, entry.value);
  return value;
}

function readCounts(entry: Entry): readonly number[] {
  return entry.value.split(/\s+/).map((value) => readCount({ value, line: entry.line }));
}

/** `S (sleeping)` → `S`. */
function readState(entry: Entry): string {
  return entry.value.slice(0, 1);
}

function required(entries: Map<string, Entry>, key: string): Entry {
  const entry = entries.get(key);
  if (entry === undefined) throw problem(entries.size + 1, `a line ${key}:`, "none");
  return entry;
}

function optional<T>(
  entries: Map<string, Entry>,
  key: string,
  read: (entry: Entry) => T,
): T | undefined {
  const entry = entries.get(key);
  return entry === undefined ? undefined : read(entry);
}

/** `{ key: value }`, or nothing where the value is undefined. */
function pick<K extends string, T>(key: K, value: T | undefined): { [Key in K]?: T } {
  return value === undefined ? {} : ({ [key]: value } as { [Key in K]?: T });
}

function problem(line: number, expected: string, found: string): DecodeError {
  const excerpt = JSON.stringify(found.slice(0, 48));
  return new DecodeError({ format: "status", at: { line }, expected, found: excerpt });
}
