/**
 * What a Go program has before it does anything, 0.2 s after its start: a server of net/http/pprof,
 * and a plain one that imports fmt. Without cgo, measured with the last patch release of each
 * version (linux/amd64). Go 1.4: what is no heap from the recording probe/go1.4 (the plain program's
 * less by as much as in 1.5), the heap as in 1.5; Go 1.11 as 1.12. Bytes.
 */
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";

export interface ProcessBase {
  readonly rss: number;
  readonly virt: number;
  readonly heapAlloc: number;
  readonly heapInuse: number;
  readonly stackInuse: number;
  /** Sys without heap and stacks. */
  readonly metadata: number;
  readonly numGC: number;
}

type Row = readonly [
  minor: number,
  rssKiB: number,
  virtKiB: number,
  heapAlloc: number,
  heapInuse: number,
  stackInuse: number,
  metadata: number,
  numGC: number,
];

const SERVER: readonly Row[] = [
  [4, 6300, 8376, 364288, 729088, 327680, 2160000, 5],
  [5, 5672, 9232, 364288, 729088, 327680, 2361593, 0],
  [7, 5520, 8164, 541840, 933888, 327680, 986896, 0],
  [8, 5852, 8720, 525576, 909312, 262144, 724992, 0],
  [9, 6284, 8700, 447672, 966656, 327680, 724992, 0],
  [11, 7416, 110272, 227536, 819200, 294912, 4522232, 0],
  [13, 6348, 110108, 218208, 745472, 294912, 4260088, 0],
  [14, 6356, 708948, 219136, 729088, 327680, 4016136, 0],
  [16, 5080, 706720, 301112, 712704, 262144, 4279312, 0],
  [17, 5032, 708184, 299856, 770048, 262144, 5981448, 0],
  [19, 5056, 716572, 281928, 745472, 262144, 10204424, 0],
  [20, 5048, 713984, 261696, 835584, 262144, 7732240, 0],
  [21, 4652, 1230152, 159552, 606208, 262144, 3251216, 0],
  [22, 5028, 1229508, 171536, 655360, 294912, 2186256, 0],
  [24, 5564, 1231544, 179464, 638976, 294912, 3888424, 0],
  [26, 5772, 1262944, 207728, 638976, 294912, 2187280, 0],
  [27, 5652, 1264772, 191224, 630784, 294912, 3889412, 0],
];

const PLAIN: readonly Row[] = [
  [4, 2776, 4528, 60064, 303104, 229376, 2160000, 1],
  [5, 2148, 5384, 60064, 303104, 229376, 2328824, 0],
  [7, 1448, 3184, 55872, 286720, 196608, 692224, 0],
  [9, 1616, 3568, 41480, 303104, 196608, 954368, 0],
  [11, 1920, 103104, 50952, 368640, 229376, 3082240, 0],
  [14, 1964, 703408, 63512, 360448, 229376, 4278280, 0],
  [16, 1852, 703324, 61888, 352256, 229376, 4279312, 0],
  [18, 1704, 702904, 61656, 368640, 229376, 4017168, 0],
  [19, 1812, 711388, 50504, 376832, 229376, 8502288, 0],
  [20, 1792, 710388, 50536, 352256, 196608, 7470096, 0],
  [21, 1720, 1226172, 37816, 352256, 229376, 2989072, 0],
  [22, 1836, 1225644, 41416, 327680, 262144, 2186256, 0],
  [24, 1992, 1225588, 56896, 352256, 262144, 2186256, 0],
  [26, 2328, 1227204, 79320, 401408, 262144, 3627272, 0],
];

/** @param go undefined: the newest version */
export function processBase(
  go: GoVersion | undefined,
  program: "plain" | "server" = "server",
): ProcessBase {
  const rows = program === "plain" ? PLAIN : SERVER;
  const row = rows.findLast(([minor]) => go === undefined || isAtLeast(go, minor)) ?? rows[0]!;
  const [, rss, virt, heapAlloc, heapInuse, stackInuse, metadata, numGC] = row;
  return { rss: rss * 1024, virt: virt * 1024, heapAlloc, heapInuse, stackInuse, metadata, numGC };
}
