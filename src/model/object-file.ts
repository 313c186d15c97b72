/**
 * What a report on machine code asks of a program's file. It comes from Go's own tools, so that an
 * instruction reads here as it does there. Addresses are the file's, not the running program's:
 * the two differ by where the program was loaded.
 */
export interface ObjectFile {
  /** Address that the segment with the code asks to be loaded at; undefined where not known. */
  readonly loadAddress: bigint | undefined;
  /** Sorted by address; none where the file was stripped. */
  symbols(): readonly ObjectSymbol[];
  /** From the first symbol that reaches into [start, end), whole, up to `end`. */
  disassemble(start: bigint, end: bigint): readonly Instruction[];
  /** Each function from its start up to its last byte, in the order given. */
  disassembleFunctions(functions: readonly ObjectSymbol[]): readonly (readonly Instruction[])[];
  /** Which line of code each address belongs to; undefined where Go's tables don't have it. */
  sourceLines(addresses: readonly bigint[]): readonly (CodeLine | undefined)[];
}

export interface ObjectSymbol {
  readonly name: string;
  readonly start: bigint;
  /** Bytes. */
  readonly size: number;
}

export interface Instruction {
  readonly address: bigint;
  /** Bytes. */
  readonly length: number;
  /** In Go's assembly language; `?` for what is none. */
  readonly text: string;
  /** Base name of the source file; "" where it is not known. */
  readonly file: string;
  readonly line: number;
  /** Symbol that it was reached through. */
  readonly symbol: string;
}

export interface CodeLine {
  readonly func: string;
  /** As the compiler recorded it. */
  readonly file: string;
  readonly line: number;
}

/** Why there is no file, in the words of Go; `needsGo` where its tools are missing. */
export interface ObjectFailure {
  readonly error: string;
  readonly needsGo: boolean;
}
