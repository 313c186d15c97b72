/**
 * Gives each mapping its owner. Names decide where the kernel gives them (the executable, files,
 * `[anon: Go: heap]`); addresses and shapes decide for the anonymous rest. What is anonymous,
 * unnamed and of no known shape is the pool: Go's metadata and foreign mmap cannot be told apart
 * mapping by mapping there, so split-pool.ts divides it by what MemStats says Go has.
 */

import { MiB } from "../../base/units.ts";
import type { AddressSpace } from "../../model/address-space.ts";
import { Permission } from "../../model/address-space.ts";
import type { GoVersion } from "../../model/go-version.ts";
import { plainPath } from "../../model/program-name.ts";
import type { GoHeapRange } from "./go-heap-range.ts";
import { findArenaStart, findGoHeapRange } from "./go-heap-range.ts";
import {
  isAnonymous,
  isHeapIndex,
  isMallocArena,
  isReserved,
  isSharedMemory,
  isThreadStack,
  markSummaryChains,
} from "./mapping-shapes.ts";
import type { Owner } from "./owners.ts";
import { hasRaceDetector, isOfRaceDetector } from "./race-detector.ts";

export interface Classification {
  /** One owner a mapping; "pool" for the unnamed anonymous rest. */
  readonly owner: readonly (Owner | "pool")[];
  /** True where the kernel names Go's mappings: then nothing unnamed is Go's. */
  readonly named: boolean;
  /** Bytes of GC bitmap below the first arena, inside a go-heap mapping (Go ≤ 1.10). */
  readonly bitmapSize: number;
  /** Path of the executable, "" if none was found. */
  readonly executable: string;
}

export interface ClassifyFacts {
  readonly go?: GoVersion | undefined;
  /** Path of the executable where it is known. */
  readonly executable?: string | undefined;
  /** RLIMIT_STACK in bytes, null or undefined: the default of 8 MiB. */
  readonly stackLimit?: number | null | undefined;
}

const DEFAULT_STACK = 8 * MiB;

export function classify(space: AddressSpace, facts: ClassifyFacts): Classification {
  const executable = findExecutable(space, facts.executable);
  const bss = markBss(space, executable);
  const range = findGoHeapRange(space, endOfExecutable(space, executable, bss));
  const context: Context = {
    space,
    executable,
    bss,
    range,
    arenaStart: findArenaStart(space, facts.go),
    chains: markSummaryChains(space),
    stackSize: facts.stackLimit ?? DEFAULT_STACK,
    named: space.name.some((name) => name.startsWith(GO_NAME)),
    hasRaceDetector: hasRaceDetector(space),
  };
  const owner = space.name.map((_, i) => ownerOf(context, i));
  return {
    owner,
    named: context.named,
    executable,
    bitmapSize: bitmapSize(context, owner),
  };
}

interface Context {
  readonly space: AddressSpace;
  readonly executable: string;
  readonly bss: Uint8Array;
  readonly range: GoHeapRange;
  readonly arenaStart: number | undefined;
  readonly chains: Uint8Array;
  readonly stackSize: number;
  readonly named: boolean;
  readonly hasRaceDetector: boolean;
}

const GO_NAME = "[anon: Go: ";

function ownerOf(context: Context, i: number): Owner | "pool" {
  const name = context.space.name[i]!;
  if (context.bss[i] === 1) return "program-file";
  if (name === "" && context.space.inode[i] === 0) return ownerOfUnnamed(context, i);
  if (name.startsWith("[")) return ownerOfBracketed(context, i, name);
  if (isSharedMemory(context.space, i)) return "shared-memory";
  return plainPath(name) === context.executable ? "program-file" : "mapped-files";
}

function ownerOfBracketed(context: Context, i: number, name: string): Owner {
  if (name.startsWith(GO_NAME)) return ownerOfGoName(context.space, i, name);
  if (name === "[vsyscall]") return "not-counted";
  if (name === "[heap]" || name.startsWith("[anon: glibc: malloc")) return "c-heap";
  if (name.startsWith("[anon: glibc: pthread stack")) return "thread-stacks";
  if (name.startsWith("[anon")) return "other-anonymous";
  return "rest";
}

/** Names of Go ≥ 1.25, on kernels with CONFIG_ANON_VMA_NAME. */
function ownerOfGoName(space: AddressSpace, i: number, name: string): Owner {
  const what = name.slice(GO_NAME.length, -1);
  if (what === "heap reservation") return "go-heap-reserved";
  if (what !== "heap" && what !== "user arena chunk") return "go-metadata";
  return isReserved(space, i) ? "go-heap-reserved" : "go-heap";
}

function ownerOfUnnamed(context: Context, i: number): Owner | "pool" {
  const { space, range } = context;
  if (context.hasRaceDetector && isOfRaceDetector(space, i)) return "other-anonymous";
  if (context.named) return ownerByShape(context, i) ?? "other-anonymous";
  if (space.start[i]! >= range.from && space.start[i]! < range.to) return ownerInHeap(context, i);
  return ownerByShape(context, i) ?? "pool";
}

/** Inside the heap's range: reserved, the span table below the arenas, or arenas. */
function ownerInHeap(context: Context, i: number): Owner {
  const { space, arenaStart } = context;
  if (isReserved(space, i)) return "go-heap-reserved";
  return arenaStart !== undefined && space.end[i]! <= arenaStart ? "go-metadata" : "go-heap";
}

function ownerByShape(context: Context, i: number): Owner | undefined {
  const { space, stackSize } = context;
  if (context.chains[i] === 1) return "go-metadata";
  if (isMallocArena(space, i) || (i > 0 && isReserved(space, i) && isMallocArena(space, i - 1))) {
    return "c-heap";
  }
  if (isThreadStack(space, i, stackSize)) return "thread-stacks";
  if (i + 1 < space.length && isReserved(space, i) && isThreadStack(space, i + 1, stackSize)) {
    return "thread-stacks";
  }
  if (isHeapIndex(space, i)) return "go-metadata";
  return isReserved(space, i) ? "go-metadata" : undefined;
}

/** The path as given if something maps it, else the file of the lowest executable mapping. */
function findExecutable(space: AddressSpace, path: string | undefined): string {
  if (path !== undefined && space.name.some((name) => plainPath(name) === plainPath(path))) {
    return plainPath(path);
  }
  for (let i = 0; i < space.length; i++) {
    const executable = (space.permissions[i]! & Permission.execute) !== 0;
    if (executable && space.name[i]!.startsWith("/")) return plainPath(space.name[i]!);
  }
  return "";
}

/** Unnamed anonymous mappings that touch the executable's last segment: its bss. */
function markBss(space: AddressSpace, executable: string): Uint8Array {
  const marks = new Uint8Array(space.length);
  for (let i = 1; i < space.length; i++) {
    const afterProgram = marks[i - 1] === 1 || plainPath(space.name[i - 1]!) === executable;
    const touches = space.end[i - 1] === space.start[i];
    if (executable !== "" && afterProgram && touches && isAnonymous(space, i)) marks[i] = 1;
  }
  return marks;
}

function endOfExecutable(space: AddressSpace, executable: string, bss: Uint8Array): number {
  let end = 0;
  for (let i = 0; i < space.length; i++) {
    if (bss[i] === 1 || plainPath(space.name[i]!) === executable) end = space.end[i]!;
  }
  return end;
}

function bitmapSize(context: Context, owner: readonly (Owner | "pool")[]): number {
  const { space, arenaStart } = context;
  if (arenaStart === undefined) return 0;
  let bytes = 0;
  for (let i = 0; i < space.length; i++) {
    if (owner[i] === "go-heap") bytes += Math.max(0, arenaStart - space.start[i]!);
  }
  return bytes;
}
