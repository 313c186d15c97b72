/** From the addresses of a running program to those of its file. */
import type { ObjectFile } from "../../model/object-file.ts";

/**
 * What an address of the running program is more than that of the file, where a mapping that begins
 * at `start` holds its code.
 */
export function loadOffset({ loadAddress }: ObjectFile, start: bigint): bigint {
  return start === 0n || loadAddress === undefined ? 0n : start - loadAddress;
}
