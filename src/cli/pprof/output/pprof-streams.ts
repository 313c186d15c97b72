/** The streams of `resident pprof`, below all that write to them. */
import type { Readable } from "node:stream";

/** Where output goes, and where the shell reads; a test listens here. */
export interface PprofStreams {
  writeOut(chunk: string | Uint8Array): void;
  writeError(text: string): void;
  /** Standard input unless given. */
  readonly input?: Readable & { readonly isTTY?: boolean };
  /** Hands on what is held back. */
  flush?(): void;
  /** Someone reads it as it comes: nothing binary goes there. */
  readonly isTerminal?: boolean;
}
