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

export const PROFILE_FILES: readonly SnapshotFile[] = [
  {
    path: "pprof/heap",
    decode: (bytes, draft) => {
      draft.heap = decodeHeap(bytes, draft);
    },
  },
  {
    path: "pprof/allocs",
    decode: (bytes, draft) => {
      draft.allocs = decodeHeap(bytes, draft);
    },
  },
  {
    path: "pprof/heap.debug1.txt",
    decode: (bytes, draft) => {
      draft.heapText = decodeHeap(bytes, draft);
    },
  },
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

function decodeHeap(bytes: Uint8Array, draft: SnapshotDraft): DraftProfile {
  if (!startsWith(bytes, "heap profile:")) return asDraftProfile(decodePprof(bytes));
  const { profile, memStatsText, addressesOnly } = decodeHeapText(bytes);
  if (memStatsText !== undefined) addMemStats(draft, decodeHeapMemStats(memStatsText));
  return { profile, addressesOnly };
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
    { hint: "Take the profile from /debug/pprof/heap." },
  );
}
