/**
 * Every verdict, in the order in which they claim lines of the ledger: a cause that can be mended
 * before the effect that it has. To add one, write a file like the others and add it here.
 */
import { deadGoroutines } from "./goroutines/dead-goroutines.ts";
import { goroutineLeak } from "./goroutines/goroutine-leak.ts";
import { goroutineStacks } from "./goroutines/goroutine-stacks.ts";
import { fragmentation } from "./heap/fragmentation.ts";
import { gcHeadroom } from "./heap/gc-headroom.ts";
import { gcThrash } from "./heap/gc-thrash.ts";
import { idleNotReturned } from "./heap/idle-not-returned.ts";
import { liveHeap } from "./heap/live-heap.ts";
import { liveHeapGrowing } from "./heap/live-heap-growing.ts";
import { neverTouched } from "./heap/never-touched.ts";
import { staleProfile } from "./heap/stale-profile.ts";
import { unseenHeap } from "./heap/unseen-heap.ts";
import { globalVariables } from "./mappings/global-variables.ts";
import { hugePages } from "./mappings/huge-pages.ts";
import { mappedFiles } from "./mappings/mapped-files.ts";
import { outsideGo } from "./mappings/outside-go.ts";
import { releasedNotReclaimed } from "./mappings/released-not-reclaimed.ts";
import { runtimeMetadata } from "./mappings/runtime-metadata.ts";
import { sharedMemory } from "./mappings/shared-memory.ts";
import { swapped } from "./mappings/swapped.ts";
import { unread } from "./mappings/unread.ts";
import { virtualOnly } from "./mappings/virtual-only.ts";
import { nearLimit } from "./near-limit.ts";
import type { VerdictRule } from "./rule/rule.ts";

export const RULES: readonly VerdictRule[] = [
  gcThrash,
  nearLimit,
  goroutineLeak,
  deadGoroutines,
  goroutineStacks,
  liveHeapGrowing,
  liveHeap,
  gcHeadroom,
  idleNotReturned,
  releasedNotReclaimed,
  fragmentation,
  unseenHeap,
  outsideGo,
  globalVariables,
  sharedMemory,
  mappedFiles,
  runtimeMetadata,
  hugePages,
  neverTouched,
  swapped,
  staleProfile,
  unread,
  virtualOnly,
];
