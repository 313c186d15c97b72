/** Of a stack the frame that is the program's, by the names of packages. Pure. */
import { packageOf } from "../model/function-name.ts";
import { isAllocatorFunction, isNamedRuntimeFunction } from "../model/named-functions.ts";

/** Function, file, line. */
export type Frame = readonly [string, string, number];

/**
 * The innermost frame that is neither the runtime's nor of the standard library, as a report names it; else the
 * innermost of the library, else of the runtime, the functions last that every allocation passes through.
 */
export function ownFrame({ frames }: { readonly frames: readonly Frame[] }): Frame | undefined {
  return (
    frames.find(([name]) => isOwn(name) || isNamedRuntimeFunction(name)) ??
    frames.find(([name]) => !isRuntimes(name)) ??
    frames.find(([name]) => !isAllocatorFunction(name)) ??
    frames[0]
  );
}

function isRuntimes(name: string): boolean {
  return (
    /^(internal\/)?runtime[./]/.test(name) &&
    !/^runtime\/(pprof|debug|metrics|trace|cgo)\./.test(name)
  );
}

/** First parts of the import paths of the standard library. */
const STANDARD = new Set(
  (
    "archive bufio builtin bytes cmp compress container context crypto database debug embed encoding " +
    "errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path " +
    "plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time " +
    "unicode unique unsafe vendor weak"
  ).split(" "),
);

export function isOwn(name: string): boolean {
  const path = packageOf(name);
  return path !== "" && !STANDARD.has(path.split("/")[0]!);
}
