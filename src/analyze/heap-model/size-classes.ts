/**
 * Size classes of small objects and the pages of their spans, as sizeclasses.go lists them (Go 1.16
 * to 1.27; before, without the class of 24 bytes). Larger objects have a span of whole pages each.
 */
import type { GoVersion } from "../../model/go-version.ts";
import { isAtLeast } from "../../model/go-version.ts";
import { PAGE } from "./pages/page-run.ts";

const SIZES = [
  8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 144, 160, 176, 192, 208, 224, 240, 256, 288, 320, 352,
  384, 416, 448, 480, 512, 576, 640, 704, 768, 896, 1024, 1152, 1280, 1408, 1536, 1792, 2048, 2304,
  2688, 3072, 3200, 3456, 4096, 4864, 5376, 6144, 6528, 6784, 6912, 8192, 9472, 9728, 10240, 10880,
  12288, 13568, 14336, 16384, 18432, 19072, 20480, 21760, 24576, 27264, 28672, 32768,
];
const SPAN_PAGES = [
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 2, 1, 2, 1, 2, 1, 3, 2, 3, 1, 3, 2, 3, 4, 5, 6, 1, 7, 6, 5, 4, 3, 5, 7, 2, 9, 7, 5, 8, 3, 10,
  7, 4,
];

export interface SpanShape {
  /** Bytes of one slot: the object, rounded up. */
  readonly slot: number;
  readonly spanPages: number;
  readonly slotsPerSpan: number;
}

/** @param inlineMarkBits slots up to this size leave room for mark bits in their span; 0: none */
export function spanShape(
  size: number,
  go: GoVersion | undefined,
  inlineMarkBits: number,
): SpanShape {
  const at = SIZES.findIndex((slot) => slot >= size && !(slot === 24 && isWithout24(go)));
  if (at < 0) return largeShape(size);
  const slot = SIZES[at]!;
  const spanPages = SPAN_PAGES[at]!;
  const bits = slot >= 16 && slot <= inlineMarkBits ? 128 : 0;
  return { slot, spanPages, slotsPerSpan: Math.floor((spanPages * PAGE - bits) / slot) };
}

function largeShape(size: number): SpanShape {
  const spanPages = Math.ceil(size / PAGE);
  return { slot: spanPages * PAGE, spanPages, slotsPerSpan: 1 };
}

function isWithout24(go: GoVersion | undefined): boolean {
  return go !== undefined && !isAtLeast(go, 16);
}
