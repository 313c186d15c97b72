/**
 * Random access to bytes that are too many to read whole: an executable of 100 MB is asked for a
 * few kilobytes. Implemented by collect/ for files and by tests for arrays.
 */
export interface ByteSource {
  /** Size in bytes. */
  readonly size: number;
  /**
   * The bytes of [offset, offset + length); fewer where the source ends earlier (a file can be
   * truncated while it is read).
   */
  read(offset: number, length: number): Uint8Array;
}
