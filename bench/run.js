/**
 * `npm run bench`: decoding a large profile, then the reports of `resident pprof`, each beside
 * `go tool pprof` on the same file in the same run.
 *   npm run bench -- [--rounds 5] [PROFILE]
 */
await import("./decode-large.js");
console.log();
await import("./reports.js");
