/**
 * `npm run bench`: decoding a large profile, the reports of `resident pprof`, each beside
 * `go tool pprof` on the same file in the same run, and how the time grows with the profile.
 *   npm run bench -- [--rounds 5] [PROFILE]
 */
await import("./decode-large.js");
console.log();
await import("./reports.js");
console.log();
await import("./sweep.js");
