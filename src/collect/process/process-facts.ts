/**
 * The facts of meta.json: what is known of the process and the machine that no file of the bundle
 * says. Each is left out where it is not known.
 */
import { join } from "node:path";
import type { MetaJson } from "../../model/bundle.ts";
import { pageSize } from "./auxiliary-vector.ts";
import type { ProcRoots } from "./proc-roots.ts";
import type { Executable } from "./read-executable.ts";
import { readProcText } from "./read-proc-file.ts";
import { type ProcessIdentity, processStart } from "./read-process-identity.ts";

export function processFacts(
  identity: ProcessIdentity,
  executable: Executable,
  roots: ProcRoots,
): MetaJson {
  const { build, path } = executable;
  return withoutUndefined({
    goVersion: build?.version,
    goVersionIsApproximate: build?.version === undefined ? undefined : build.approximate,
    buildId: build?.buildId,
    executable: path,
    pageSize: pageSize(roots),
    hugePages: hugePages(roots),
    processStart: processStart(identity, roots),
  });
}

type Defined<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> };

function withoutUndefined<T extends object>(object: T): Defined<T> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}

/** `always [madvise] never` → `madvise`. */
function hugePages(roots: ProcRoots): string | undefined {
  const text = readProcText(join(roots.sys, "kernel/mm/transparent_hugepage/enabled"));
  return text === undefined ? undefined : /\[(\w+)\]/.exec(text)?.[1];
}
