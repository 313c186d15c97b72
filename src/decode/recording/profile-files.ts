/**
 * The profiles of a snapshot. A file is told by its bytes, not by its name, where both forms go
 * under one name: Go ≤ 1.7 answers with text where later releases answer with profile.proto.
 */
import { DecodeError } from "../../base/errors.ts";
import type { Goroutines } from "../../model/goroutines.ts";
import type { Profile } from "../../model/profile.ts";
import { decodeGoroutineDump } from "../goroutine/decode-goroutine-dump.ts";
import { decodeGoroutineText } from "../goroutine/decode-goroutine-text.ts";
import { decodeThreadCreate } from "../goroutine/decode-thread-create.ts";
import { goroutinesOfProfile } from "../goroutine/goroutines-of-profile.ts";
import { decodeHeapText } from "../heap-text/decode-heap-text.ts";
import { decodeHeapMemStats } from "../memstats/decode-heap-mem-stats.ts";
import { placeOfProfile } from "../place-of-profile.ts";
import { decodePprof } from "../pprof/decode-pprof.ts";
import { decodeSymbols } from "../symbols/decode-symbols.ts";
import { addMemStats } from "./runtime-files.ts";
import type { DraftProfile, SnapshotDraft, SnapshotFile } from "./snapshot-draft.ts";

const HEAP_TEXT = "heap profile:";

export const PROFILE_FILES: readonly SnapshotFile[] = [
  {
    path: "pprof/heap",
    decode: (bytes, draft) => decodeHeap(bytes, draft, "heap"),
  },
  {
    path: "pprof/allocs",
    decode: (bytes, draft) => decodeHeap(bytes, draft, "allocs"),
  },
  { path: "pprof/heap.debug1.txt", decode: decodeHeapDebug },
  {
    path: "pprof/symbol.txt",
    decode: (bytes, draft) => {
      draft.symbols = decodeSymbols(bytes);
    },
  },
  {
    path: "pprof/goroutine",
    decode: (bytes, draft) => {
      draft.goroutineProfile = decodeGoroutines(bytes);
    },
  },
  {
    path: "pprof/goroutine.debug1.txt",
    decode: (bytes, draft) => {
      draft.goroutineText = decodeGoroutineText(bytes);
    },
  },
  {
    path: "pprof/goroutine.debug2.txt",
    decode: (bytes, draft) => {
      draft.goroutineDump = decodeGoroutineDump(bytes);
    },
  },
  {
    path: "pprof/goroutineleak",
    decode: (bytes, draft) => {
      draft.leakedGoroutines = decodeGoroutines(bytes);
    },
  },
  {
    path: "pprof/goroutineleak.debug1.txt",
    decode: (bytes, draft) => {
      draft.leakedGoroutines = decodeGoroutineText(bytes);
    },
  },
  {
    path: "pprof/threadcreate.debug1.txt",
    decode: (bytes, draft) => {
      draft.threadsCreated = decodeThreadCreate(bytes);
    },
  },
  { path: "pprof/any", decode: placeProfile },
];

/** A profile of which only its contents say what it is: a single file that a user named. */
function placeProfile(bytes: Uint8Array, draft: SnapshotDraft): void {
  const profile = decodePprof(bytes);
  const place = placeOfProfile(profile);
  if (place === "pprof/heap") draft.heap = asDraftProfile(profile);
  else if (place === "pprof/allocs") draft.allocs = asDraftProfile(profile);
  else if (place === "pprof/goroutine") draft.goroutineProfile = goroutinesOfProfile(profile);
  else if (place === "pprof/goroutineleak") draft.leakedGoroutines = goroutinesOfProfile(profile);
  else throw notOfMemory(profile);
}

type HeapSlot = "heap" | "heapText" | "allocs";

/** The profile is kept even where the MemStats behind it are broken. */
function decodeHeap(bytes: Uint8Array, draft: SnapshotDraft, slot: HeapSlot): void {
  if (!startsWith(bytes, HEAP_TEXT)) {
    draft[slot] = asDraftProfile(decodePprof(bytes));
    return;
  }
  const { profile, memStatsText, addressesOnly } = decodeHeapText(bytes);
  draft[slot] = { profile, addressesOnly };
  const text = memStatsAtEnd(bytes) ?? memStatsText;
  if (text !== undefined) addMemStats(draft, decodeHeapMemStats(text));
}

/** Of a text beside a profile.proto with names only the MemStats at its end are wanted. */
function decodeHeapDebug(bytes: Uint8Array, draft: SnapshotDraft): void {
  const hasNames = draft.heap !== undefined && !draft.heap.addressesOnly;
  const tail = hasNames && startsWith(bytes, HEAP_TEXT) ? memStatsAtEnd(bytes) : undefined;
  if (tail === undefined) decodeHeap(bytes, draft, "heapText");
  else addMemStats(draft, decodeHeapMemStats(tail));
}

/** Two rings of 256 pauses are its longest lines. */
const MAX_MEM_STATS = 64 * 1024;

/** From the bytes, for only they tell whether the last line is whole. */
function memStatsAtEnd(bytes: Uint8Array): string | undefined {
  const text = new TextDecoder().decode(bytes.subarray(-MAX_MEM_STATS));
  const start = text.lastIndexOf("\n# runtime.MemStats");
  return start < 0 ? undefined : text.slice(start + 1);
}

function decodeGoroutines(bytes: Uint8Array): Goroutines {
  const isText = startsWith(bytes, "goroutine");
  return isText ? decodeGoroutineText(bytes) : goroutinesOfProfile(decodePprof(bytes));
}

function asDraftProfile(profile: Profile): DraftProfile {
  return { profile, addressesOnly: profile.functions.length === 0 };
}

function startsWith(bytes: Uint8Array, prefix: string): boolean {
  return new TextDecoder().decode(bytes.subarray(0, prefix.length)) === prefix;
}

function notOfMemory(profile: Profile): DecodeError {
  const found = profile.valueTypes.map(({ type }) => type).join(", ");
  return new DecodeError(
    {
      format: "pprof",
      at: { offset: 0 },
      field: "Profile.sample_type",
      expected: "a heap or goroutine profile",
      found: found === "" ? "no value types" : found,
    },
    { hint: "Take the profile from /debug/pprof/heap; `resident pprof FILE` reads any other." },
  );
}
