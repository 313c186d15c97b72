/** Compares secrets in a time that says nothing of where they differ. */
import { createHash, timingSafeEqual } from "node:crypto";

export function tokensMatch(given: string, token: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(token));
}
