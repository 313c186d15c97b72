/**
 * Puts the compiled modules of the command into a few files: Node takes about a millisecond for each
 * of three hundred modules, which is most of what a small report takes. What a command loads lazily
 * stays apart. `npm run build` runs it after the compiler.
 *
 * Left to itself the bundler makes a file of whatever two commands share, thirty in all, and each
 * costs half a millisecond. So what most commands need is put together by hand: a base, the decoder
 * of profiles that `resident pprof` needs as well, the other decoders, and the report.
 */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const BASE =
  /dist.(?:base.(?!regexp)|model|collect.gunzip|cli.(?!main|pprof|actions|open-|explain|fail-on|list-|print-result))/;
const PPROF_DECODER = /dist.decode.pprof/;
const DECODERS = /dist.decode/;
const REPORT =
  /dist.(?:analyze|report|cli.(?:actions.explain|open-recording|explain|explanations|fail-on|print-result))/;

const root = fileURLToPath(new URL("..", import.meta.url));
const dir = `${root}dist/bundle`;

rmSync(dir, { recursive: true, force: true });
await build({
  input: { main: `${root}dist/cli/main.js` },
  platform: "node",
  // Whitespace costs time to read; names stay, for the stack of a bug.
  output: {
    dir,
    format: "esm",
    sourcemap: true,
    codeSplitting: {
      groups: [
        { name: "base", test: BASE, priority: 4 },
        { name: "pprof-decoder", test: PPROF_DECODER, priority: 3 },
        { name: "decoders", test: DECODERS, priority: 2 },
        { name: "report", test: REPORT, priority: 1 },
      ],
    },
    minify: { compress: false, mangle: false, codegen: true },
  },
});
