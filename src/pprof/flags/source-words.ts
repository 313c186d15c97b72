/**
 * What of a command line says which profile it is: the sources, and the flags that change what is read of them or
 * left out of it. What a page is asked to show first, and what is nobody else's to read, is not among them.
 */
import { CHOICES } from "../settings.ts";
import { type PprofFlags, VALUE_FLAGS } from "./pprof-flags.ts";

const SHOWN: ReadonlySet<string> = new Set([
  ...["http", "no_browser", "json", "focus", "hide", "sample_index"],
  ...VALUE_FLAGS.map(([flag]) => flag),
  ...Object.values(CHOICES).flat(),
]);
/** A secret in a file is named by the file. */
const SECRET: ReadonlySet<string> = new Set(["bearer_token", "header"]);

/** @returns words as they were typed */
export function sourceWords({ given, words }: Pick<PprofFlags, "given" | "words">): string[] {
  const flags = given.filter(
    ({ name, value }) => !SHOWN.has(name) && (!SECRET.has(name) || value.startsWith("@")),
  );
  return [...flags.flatMap((flag) => flag.words), ...words];
}
