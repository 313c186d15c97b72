/**
 * Every verdict, in the order in which they claim lines of the ledger: a cause that can be mended
 * before the effect that it has. To add one, write a file like the others and add it here.
 */
import { deadGoroutines } from "./dead-goroutines.ts";
import { fragmentation } from "./fragmentation.ts";
import { gcHeadroom } from "./gc-headroom.ts";
import { gcThrash } from "./gc-thrash.ts";
import { globalVariables } from "./global-variables.ts";
import { goroutineLeak } from "./goroutine-leak.ts";
import { goroutineStacks } from "./goroutine-stacks.ts";
import { hugePages } from "./huge-pages.ts";
import { idleNotReturned } from "./idle-not-returned.ts";
import { liveHeap } from "./live-heap.ts";
import { liveHeapGrowing } from "./live-heap-growing.ts";
import { mappedFiles } from "./mapped-files.ts";
import { nearLimit } from "./near-limit.ts";
import { neverTouched } from "./never-touched.ts";
import { outsideGo } from "./outside-go.ts";
import { releasedNotReclaimed } from "./released-not-reclaimed.ts";
import type { VerdictRule } from "./rule.ts";
import { runtimeMetadata } from "./runtime-metadata.ts";
import { sharedMemory } from "./shared-memory.ts";
import { staleProfile } from "./stale-profile.ts";
import { swapped } from "./swapped.ts";
import { unread } from "./unread.ts";
import { unseenHeap } from "./unseen-heap.ts";
import { virtualOnly } from "./virtual-only.ts";

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
