/**
 * Puts the compiled modules of the command into a few files: Node takes about a millisecond for each
 * of three hundred modules, which is most of what a small report takes. What a command loads lazily
 * stays apart. `npm run build` runs it after the compiler.
 *
 * Left to itself the bundler makes a file of whatever two commands share, thirty in all, and each
 * costs half a millisecond. So what most commands need is put together by hand: a base and the decoder
 * of profiles, which with a file of its own are all that `resident pprof` needs; then what the other
 * commands share, the other decoders, and the report. A group draws in what its files import, so one
 * that everybody loads names its files.
 */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const BASE =
  /dist.(?:base.(?!regexp)|model|collect.(?:gunzip|open-reason|bundle.is-archive)|cli.(?:command-names|exit-codes|http-options))/;
const PPROF =
  /dist.(?:pprof.(?!merge|shell|help|picture)|cli.pprof.(?!run-shell|shell|serve|write|pipe|save)|collect.(?:objects|profiles.(?:read|unpack|is-object|profile-url)|source|time-zone))/;
const COMMANDS =
  /dist.cli.(?:arguments|commands?\b|explain-part|flags|options|print-error|progress|stopwatch|terminal)/;
const PPROF_DECODER = /dist.decode.(?:pprof|wire|tzif|elf)/;
const DECODERS = /dist.decode/;
const LIVE_TARGET =
  /dist.collect.(?:capture|raw-snapshot|process|pprof|http.(?!endpoint)|target.(?:resolve-live|find|is-same|list|socket|program|check|require))/;
const REPORT =
  /dist.(?:analyze.(?!page)|report|cli.(?:actions.explain|open-recording|explain|explanations|fail-on|print-result))/;

const root = fileURLToPath(new URL("..", import.meta.url));
const dir = `${root}dist/bundle`;

rmSync(dir, { recursive: true, force: true });
await build({
  input: { main: `${root}dist/cli/main.js` },
  platform: "node",
  // The live view's library has its developers' tools behind a variable; DuckDB is a native module, which
  // finds its library beside itself.
  external: ["react-devtools-core", "@duckdb/node-api"],
  transform: {
    define: { "process.env.NODE_ENV": '"production"', "process.env.DEV": '"false"' },
  },
  // Whitespace costs time to read; names stay, for the stack of a bug.
  output: {
    dir,
    format: "esm",
    sourcemap: true,
    codeSplitting: {
      groups: [
        { name: "base", test: BASE, priority: 4 },
        { name: "pprof-decoder", test: PPROF_DECODER, priority: 3 },
        { name: "pprof", test: PPROF, priority: 3 },
        { name: "commands", test: COMMANDS, priority: 3 },
        { name: "decoders", test: DECODERS, priority: 2 },
        { name: "report", test: REPORT, priority: 1 },
        { name: "live-target", test: LIVE_TARGET, priority: 0 },
      ],
    },
    minify: { compress: false, mangle: false, codegen: true },
  },
});
