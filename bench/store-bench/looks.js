/** Scrapes of a program as the recorder hands them to the store. */

import { recoverSamples } from "../../dist/analyze/sampling/recover-samples.js";
import { gunzip } from "../../dist/collect/gunzip.js";
import { decodeGoroutineDump } from "../../dist/decode/goroutine/decode-goroutine-dump.js";
import { decodeHeapMemStats } from "../../dist/decode/memstats/decode-heap-mem-stats.js";
import { decodePprof } from "../../dist/decode/pprof/decode-pprof.js";

export function heapOf(packed) {
  const profile = decodePprof(gunzip(packed));
  const inuse = recoverSamples(profile, "inuse");
  return { profile, inuse, alloc: recoverSamples(profile, "alloc"), law: "exponential" };
}

/** All but the heap, which is decoded when it is written: two hundred profiles are much memory. */
export function decodeRest({ goroutines, memStats: text, rss }) {
  const memStats = decodeHeapMemStats(Buffer.from(text).toString());
  const { PauseNs, PauseEnd, BySize, ...numbers } = memStats;
  return {
    memStats: numbers,
    rss: rss ?? numbers.Sys - numbers.HeapReleased,
    goroutines: decodeGoroutineDump(goroutines),
    collections: collectionsOf(memStats),
  };
}

function collectionsOf({ NumGC, PauseNs, PauseEnd }) {
  const first = Math.max(1, NumGC - 255);
  return Array.from({ length: NumGC - first + 1 }, (_, i) => {
    const at = (first + i + 255) % 256;
    return { n: first + i, end: PauseEnd[at] / 1e9, pauseNs: PauseNs[at] };
  });
}

/** @param heap as heapOf gives it, "same" or null */
export function scrapeOf({ memStats, rss, goroutines, collections }, heap, time) {
  return {
    figures: {
      time,
      rss,
      virt: 1_800_000_000,
      swap: 0,
      live: Math.round(memStats.NextGC / 2),
      goroutines: goroutines.total,
      cpu: Math.random(),
      memStats,
    },
    parts: partsOf(memStats, rss),
    heap,
    goroutines,
    collections,
  };
}

/** As many lines as the ledger has, that move as its lines do. */
function partsOf(m, rss) {
  const lines = [
    ["live", m.NextGC / 2],
    ["allocated", m.HeapAlloc - m.NextGC / 2],
    ["free-slots", m.HeapInuse - m.HeapAlloc],
    ["idle", m.HeapIdle - m.HeapReleased],
    ["stacks", m.StackInuse],
    ["metadata", m.MSpanSys + m.MCacheSys + m.BuckHashSys + m.GCAndOtherSys],
    ["binary", 6_000_000],
    ["outside", 300_000],
    ["files", 1_200_000],
    ["rest", 135_168],
  ];
  const sum = lines.reduce((total, [, bytes]) => total + bytes, 0);
  return [...lines, ["difference", rss - sum]].map(([id, bytes]) => ({
    id,
    title: id,
    bytes: Math.round(bytes),
  }));
}
