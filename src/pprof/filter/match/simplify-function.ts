/** A function's name as the patterns that prune see it: no leading dot, no argument list. */

/** What looks like an argument list, and two that are parts of C++ names. */
const BRACKETS = /\(anonymous namespace\)|operator\(\)|\(/g;

export function simplifyFunction(name: string): string {
  // The 64-bit PowerPC ABI puts a dot in front.
  const plain = name.startsWith(".") ? name.slice(1) : name;
  for (const found of plain.matchAll(BRACKETS)) {
    if (found[0] === "(") return plain.slice(0, found.index);
  }
  return plain;
}
