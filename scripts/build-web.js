/**
 * Builds the web page (src/web) into dist/web: one script and one style sheet, as `resident ui`
 * serves them and `resident report` puts them into a file. `npm run build` runs it after the
 * compiler; where nothing that goes into the page has changed since, it is left alone.
 */
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const out = `${root}dist/web`;
const SOURCES = [
  "src/web",
  "src/base",
  "src/model",
  "src/analyze/sampling",
  "scripts/build-web.js",
];

if (!isFresh()) await buildPage();

async function buildPage() {
  const { build } = await import("vite");
  await build({
    configFile: false,
    root: `${root}src/web`,
    base: "./",
    logLevel: "warn",
    oxc: { jsx: { runtime: "automatic" } },
    build: {
      outDir: out,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: false,
      rolldownOptions: {
        output: { entryFileNames: "app.js", assetFileNames: "app.[ext]", codeSplitting: false },
      },
    },
  });
}

/** True where the page is newer than every file that it is made of. */
function isFresh() {
  const page = `${out}/index.html`;
  if (!existsSync(page)) return false;
  const built = statSync(page).mtimeMs;
  return SOURCES.flatMap(filesOf).every((path) => statSync(path).mtimeMs < built);
}

function filesOf(path) {
  if (!statSync(root + path).isDirectory()) return [root + path];
  return readdirSync(root + path, { recursive: true }).map((name) => `${root}${path}/${name}`);
}
