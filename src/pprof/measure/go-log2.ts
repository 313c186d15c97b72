/**
 * The binary logarithm as Go computes it. Scores of up to 2^63 are cut to whole numbers and compared, so
 * that the last bit decides which of two nodes comes first; Math.log2 has another in one of seven.
 */

/** log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)) with s = f/(2+f); R by Remez, as in FreeBSD's e_log.c. */
const R = [
  0.6666666666666735, 0.3999999999940942, 0.2857142874366239, 0.22222198432149784,
  0.1818357216161805, 0.15313837699209373, 0.14798198605116586,
] as const;
/** ln 2 in two parts: whole multiples of the first are exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const view = new DataView(new ArrayBuffer(8));

/** @param x positive and normal, as shares of whole numbers are; 0 gives −Infinity as in Go */
export function goLog2(x: number): number {
  if (!(x > 0) || x === Number.POSITIVE_INFINITY) return Math.log2(x);
  view.setFloat64(0, x);
  const exponent = ((view.getUint16(0) >>> 4) & 0x7ff) - 1022;
  const fraction = x / 2 ** exponent;
  // Powers of two come out exactly.
  return fraction === 0.5 ? exponent - 1 : log(fraction) * (1 / Math.LN2) + exponent;
}

/** @param x from 1/2 up to 1 */
function log(x: number): number {
  const isLow = x < Math.SQRT1_2;
  const k = isLow ? -1 : 0;
  const f = (isLow ? 2 * x : x) - 1;
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const odd = s2 * (R[0] + s4 * (R[2] + s4 * (R[4] + s4 * R[6])));
  const even = s4 * (R[1] + s4 * (R[3] + s4 * R[5]));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + k * LN2_LOW) - f);
}
