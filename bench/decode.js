// Decodes one profile and prints what it took as JSON: a process of its own, so that its peak RSS
// is that of decoding. `sum` proves that the values were read. With --ahead as `resident pprof` does it,
// where another thread unpacks what comes next.
import { readFileSync } from "node:fs";
import { gunzip } from "../dist/collect/gunzip.js";
import { unpackProfile } from "../dist/collect/profiles/unpack-profile.js";
import { decodePprof } from "../dist/decode/pprof/decode-pprof.js";

const packed = readFileSync(process.argv[2]);
const isAhead = process.argv[3] === "--ahead";
const start = performance.now();
const unpacked = isAhead ? packed : gunzip(packed);
const unpackedAt = performance.now();
const profile = isAhead ? await unpackProfile(packed) : decodePprof(unpacked);
const end = performance.now();

let sum = 0;
for (const value of profile.samples.values.at(-1)) sum += Number(value);
console.log(
  JSON.stringify({
    samples: profile.samples.length,
    stacks: profile.stacks.length,
    packedBytes: packed.length,
    unpackedBytes: unpacked.length,
    gunzipMs: unpackedAt - start,
    decodeMs: end - unpackedAt,
    rssBytes: process.resourceUsage().maxRSS * 1024,
    sum,
  }),
);
