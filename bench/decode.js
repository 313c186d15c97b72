// Decodes one profile and prints what it took as JSON: a process of its own, so that its peak RSS
// is that of decoding. `sum` proves that the values were read.
import { readFileSync } from "node:fs";
import { gunzip } from "../dist/collect/gunzip.js";
import { decodePprof } from "../dist/decode/pprof/decode-pprof.js";

const packed = readFileSync(process.argv[2]);
const start = performance.now();
const unpacked = gunzip(packed);
const unpackedAt = performance.now();
const profile = decodePprof(unpacked);
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
