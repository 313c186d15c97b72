/**
 * The addresses in a text heap profile (Go ≤ 1.7, debug=0), which come without names: what to ask
 * /debug/pprof/symbol for.
 */
const HEADER = "heap profile:";
const STACK = /@((?: 0x[0-9a-f]+)+)\s*$/;

/** Each address once, as written (`0x401007`); empty for any other format, or if names are there. */
export function heapAddresses(heap: Uint8Array): string[] {
  if (Buffer.from(heap.subarray(0, HEADER.length)).toString("latin1") !== HEADER) return [];
  const addresses = new Set<string>();
  for (const line of Buffer.from(heap).toString("latin1").split("\n")) {
    if (line.startsWith("#\t0x")) return [];
    const stack = STACK.exec(line)?.[1];
    if (stack === undefined) continue;
    for (const address of stack.trim().split(" ")) addresses.add(address);
  }
  return [...addresses];
}
