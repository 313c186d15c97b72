/** How much of RSS a finding's bytes are, in words, as every report says it. */
import { formatBytes, formatShare } from "../base/units.ts";
import type { Verdict } from "./verdict.ts";

/** Less than this part of RSS is no difference. */
const NEAR = 0.02;

/**
 * What Go counts need not be in RAM: then the share would not be that of the bytes beside it.
 * @param rss null: not known
 * @returns null where no share is known
 */
export function shareText({ bytes, share }: Verdict, rss: number | null): string | null {
  if (share === null) return null;
  const ofRss = `${formatShare(share)} of RSS`;
  const isAll = rss === null || bytes === null || Math.abs(bytes - share * rss) < NEAR * rss;
  return isAll ? ofRss : `${formatBytes(share * rss)} of it in RAM: ${ofRss}`;
}
