/** Which functions of the runtime a stack may be named after, where lines of code are told. */

/** The g structs of goroutines, alive and dead. */
const NAMED: ReadonlySet<string> = new Set(["runtime.malg"]);

/** What the compiler calls to allocate: the least that a stack can be named after. */
const ALLOCATOR =
  /^runtime\.(mallocgc|newobject|newarray|makeslice|growslice|makemap|makechan|mapassign|systemstack|mcall)/;

/** True for what is named although it is the runtime's. */
export function isNamedRuntimeFunction(name: string): boolean {
  return NAMED.has(name);
}

export function isAllocatorFunction(name: string): boolean {
  return ALLOCATOR.test(name);
}
