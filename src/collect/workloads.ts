/** Where workloads come from: a file, standard input, or the examples that come with the package. */
import { readdirSync, readFileSync } from "node:fs";
import { ResidentError } from "../base/errors.ts";
import { MAX_TEXT } from "../decode/workload/workload-bounds.ts";
import { readSingleFile } from "./bundle/read-single-file.ts";
import { packageRoot } from "./package-root.ts";

/** The decoder's own bound, and no character is longer than four bytes. */
const MAX_BYTES = 4 * MAX_TEXT;

const folder = () => new URL("workloads/", packageRoot());

/** Names of the bundled workloads, the classic first. */
export function bundledWorkloads(): string[] {
  const names = readdirSync(folder())
    .filter((name) => name.endsWith(".yaml"))
    .map((name) => name.slice(0, -".yaml".length));
  return names.sort(
    (a, b) => Number(b === "classic") - Number(a === "classic") || (a < b ? -1 : 1),
  );
}

/** The text of one that comes with the package. */
export function bundledWorkload(name: string): string {
  return readFileSync(new URL(`${name}.yaml`, folder()), "utf8");
}

/**
 * @param word path of a file, `-` for standard input, or a bundled name
 * @throws ResidentError RES_FILE or RES_TOO_LARGE
 */
export async function readWorkload(word: string): Promise<string> {
  const names = bundledWorkloads();
  if (names.includes(word)) return bundledWorkload(word);
  try {
    return new TextDecoder().decode(await readSingleFile(word, { limit: MAX_BYTES }));
  } catch (error) {
    if (!(error instanceof ResidentError)) throw error;
    throw new ResidentError(error.code, `no workload: ${error.message}`, {
      hint: `Give a YAML file, or one of ${names.join(", ")}.`,
      cause: error,
    });
  }
}
