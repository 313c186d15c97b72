/** The forms that profiles had before profile.proto, each tried in the reference's order. */
import type { Profile } from "../../model/profile.ts";
import { decodeContention } from "./decode-contention.ts";
import { decodeCpu } from "./decode-cpu.ts";
import { decodeGoCount } from "./decode-go-count.ts";
import { decodeJava } from "./decode-java.ts";
import { decodeLegacyHeap } from "./decode-legacy-heap.ts";
import { decodeThreads } from "./decode-threads.ts";

const FORMS = [
  decodeCpu,
  decodeLegacyHeap,
  decodeGoCount,
  decodeThreads,
  decodeContention,
  decodeJava,
] as const;

/** undefined where it is none of them. Fails where it is one, but damaged. */
export function decodeLegacyProfile(bytes: Uint8Array): Profile | undefined {
  for (const decode of FORMS) {
    const profile = decode(bytes);
    if (profile !== undefined) return profile;
  }
  return undefined;
}
