/** Tells a program or library from a profile by its first bytes: ELF, Mach-O, PE, Go archives. */
import { closeSync, openSync, readSync, statSync } from "node:fs";

const MAGICS: readonly string[] = [
  "7f454c46", // ELF
  "cffaedfe", // Mach-O, 64 bits
  "cefaedfe", // Mach-O, 32 bits
  "feedfacf",
  "feedface",
  "cafebabe", // Mach-O of several architectures
  "4d5a", // PE
  "213c6172", // what the Go compiler writes of one package, as an archive
];

export function isObjectFile(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false;
    const file = openSync(path, "r");
    try {
      const head = Buffer.alloc(4);
      readSync(file, head, 0, 4, 0);
      return MAGICS.some((magic) => head.toString("hex").startsWith(magic));
    } finally {
      closeSync(file);
    }
  } catch {
    return false;
  }
}
