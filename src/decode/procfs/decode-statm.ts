/**
 * /proc/PID/statm: seven numbers of pages. Its resident is VmRSS of status; it is kept because it
 * is what most tools read, and because it is readable where smaps is not.
 */
import { DecodeError } from "../../base/errors.ts";
import type { ProcStatm } from "../../model/process.ts";

/** `pageSize` in bytes, that of the machine the file was read on. Fails with DecodeError. */
export function decodeStatm(bytes: Uint8Array, pageSize: number): ProcStatm {
  const text = new TextDecoder().decode(bytes.subarray(0, 256)).trim();
  const match = /^(\d+) (\d+) (\d+) (\d+) \d+ (\d+) \d+$/.exec(text);
  const pages = (match ?? []).slice(1).map((digits) => Number(digits) * pageSize);
  if (match === null || !pages.every(Number.isSafeInteger)) {
    const found = JSON.stringify(text.slice(0, 48));
    throw new DecodeError({ format: "statm", at: { line: 1 }, expected: "seven numbers", found });
  }
  const [size, resident, shared, text_, data] = pages as [number, number, number, number, number];
  return { size, resident, shared, text: text_, data };
}
