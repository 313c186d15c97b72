/**
 * Variables of packages by name. Their sizes are addresses: what of them is in RAM only the kernel's
 * list of pages tells, and that can't always be read.
 */
export interface GlobalVariable {
  /** As the linker has it: "example.com/shop/cache.slots"; "(no name)" where nothing names it. */
  readonly name: string;
  /** Not the variable itself, but what its declaration has it point to: `[]T{…}`, `&T{…}`. */
  readonly behind?: true;
  /** ".data", ".bss", ".noptrdata" or ".noptrbss" */
  readonly section: string;
  /** Bytes. */
  readonly size: number;
  /** Bytes of it on pages that were written; undefined where the pages could not be read. */
  readonly written?: number;
}

/** globals.json of a snapshot. */
export interface GlobalVariables {
  /** Bytes of the sections that variables are in. */
  readonly size: number;
  /** Bytes of all that the program can write of itself and has; undefined as above. */
  readonly written?: number;
  /** What of `written` are tables of constants that the loader wrote: of position-independent programs only. */
  readonly relocated?: number;
  /** There is no symbol table, so that there are no names. */
  readonly stripped: boolean;
  /** Those with most in RAM first, then by size; none where it is stripped. */
  readonly variables: readonly GlobalVariable[];
}
