/**
 * Puts the compiled modules of the command into a few files: Node takes about a millisecond for each
 * of three hundred modules, which is most of what a small report takes. What a command loads lazily
 * stays apart. `npm run build` runs it after the compiler.
 */
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

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
    minify: { compress: false, mangle: false, codegen: true },
  },
});
