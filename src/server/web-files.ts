/** The built page: what `npm run build` made of src/web. */
import { readFile } from "node:fs/promises";
import { ResidentError } from "../base/errors.ts";
import { packageRoot } from "../collect/package-root.ts";

export interface WebFiles {
  readonly html: string;
  readonly script: string;
  readonly style: string;
}

/** @throws ResidentError RES_FILE where the page was not built */
export async function readWebFiles(): Promise<WebFiles> {
  const read = (name: string) => readFile(new URL(`dist/web/${name}`, packageRoot()), "utf8");
  try {
    const [html, script, style] = await Promise.all(["index.html", "app.js", "app.css"].map(read));
    return { html: html!, script: script!, style: style! };
  } catch (error) {
    throw new ResidentError("RES_FILE", "the web page is not built", {
      hint: "Run `npm run build`.",
      cause: error,
    });
  }
}
