/** What can be done with an input that is not what was asked for, by its first bytes. */
import { detectFormat } from "./registry.ts";

const PACKERS: readonly (readonly [name: string, command: string, magic: readonly number[]])[] = [
  ["zstd", "zstd -d", [0x28, 0xb5, 0x2f, 0xfd]],
  ["xz", "xz -d", [0xfd, 0x37, 0x7a, 0x58, 0x5a]],
  ["bzip2", "bzip2 -d", [0x42, 0x5a, 0x68]],
  ["zip", "unzip", [0x50, 0x4b, 0x03, 0x04]],
  ["lz4", "lz4 -d", [0x04, 0x22, 0x4d, 0x18]],
];

/** Forms of profiles: what is one of these and can't be read as a profile is damaged. */
const PROFILES = new Set([
  "pprof",
  "heap-text",
  "goroutine-text",
  "goroutineleak-text",
  "threadcreate-text",
]);

/** Undefined where it is packed in no way that is known. */
export function packedHint(bytes: Uint8Array): string | undefined {
  const packer = PACKERS.find(([, , magic]) => magic.every((byte, i) => bytes[i] === byte));
  return packer && `It is packed with ${packer[0]}: unpack it first, with \`${packer[1]}\`.`;
}

/** Of what is no profile: how it becomes one, or what reads it. */
export function noProfileHint(bytes: Uint8Array): string | undefined {
  const packed = packedHint(bytes);
  if (packed !== undefined) return packed;
  const format = detectFormat(bytes);
  if (format === undefined || PROFILES.has(format.id)) return undefined;
  return `It looks like ${format.title}, which \`resident FILE\` reads.`;
}
