/** Where workloads come from: a file, standard input, or the examples that come with the package. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { ResidentError } from "../base/errors.ts";
import { packageRoot } from "./package-root.ts";

/** The decoder's own bound, said before the file is read. */
const MAX_BYTES = 4 * 1024 * 1024;

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

/**
 * @param word path of a file, `-` for standard input, or a bundled name
 * @throws ResidentError RES_FILE
 */
export function readWorkload(word: string): string {
  if (bundledWorkloads().includes(word)) {
    return readFileSync(new URL(`${word}.yaml`, folder()), "utf8");
  }
  try {
    const path = word === "-" ? 0 : word;
    if (path !== 0 && statSync(path).size > MAX_BYTES) throw new Error("it is too large");
    return readFileSync(path, "utf8");
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === "ENOENT";
    const said = cause instanceof Error ? cause.message : String(cause);
    const reason = isMissing ? "there is no such file, and no bundled one of that name" : said;
    throw new ResidentError("RES_FILE", `the workload ${word} can't be read: ${reason}`, {
      hint: `Give a YAML file, or one of ${bundledWorkloads().join(", ")}.`,
      cause,
    });
  }
}
