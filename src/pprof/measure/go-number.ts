/**
 * Numbers as Go's fmt prints them. JavaScript rounds an exact tie up where Go rounds it to even,
 * and memory sizes over powers of two are exact ties all the time.
 */

/** `%.2f`. */
export function fixed2(value: number): string {
  const magnitude = Math.abs(value);
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
  if (magnitude >= 1e21) return `${sign}${BigInt(magnitude)}.00`;
  return sign + (isTie(magnitude) ? evenOf(magnitude) : magnitude.toFixed(2));
}

/** Two decimals are a tie only for odd multiples of an eighth: 0.125, 0.375, 0.625, 0.875. */
function isTie(magnitude: number): boolean {
  return magnitude < 2 ** 50 && (magnitude * 8) % 2 === 1;
}

function evenOf(magnitude: number): string {
  const whole = Math.floor(magnitude);
  const eighths = (magnitude - whole) * 8;
  return `${whole}.${["12", "38", "62", "88"][(eighths - 1) / 2]}`;
}

/** `%g`: as many digits as tell the number from all others. */
export function general(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "+Inf" : "-Inf";
  if (value === 0) return Object.is(value, -0) ? "-0" : "0";
  const [mantissa, exponent] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** `%.2g`, for 0 ≤ value < 1e21. */
export function general2(value: number): string {
  if (value === 0) return "0";
  const [digits, exponent] = twoDigits(value);
  const mantissa = digits.replace(/0$/, "");
  if (exponent < -4 || exponent >= 2) {
    const power = Math.abs(exponent).toString().padStart(2, "0");
    const fraction = mantissa.length > 1 ? `.${mantissa[1]}` : "";
    return `${mantissa[0]}${fraction}e${exponent < 0 ? "-" : "+"}${power}`;
  }
  if (exponent >= 1) return digits;
  if (exponent === 0) return mantissa.length > 1 ? `${mantissa[0]}.${mantissa[1]}` : mantissa;
  return `0.${"0".repeat(-exponent - 1)}${mantissa}`;
}

/** The two digits in front, rounded half to even, and the power of ten of the first. */
function twoDigits(value: number): [digits: string, exponent: number] {
  // 100 digits hold every double of this size exactly, so a tie can be seen.
  const [mantissa = "", power = "0"] = value.toExponential(100).split("e");
  const digits = mantissa.replace(".", "");
  const head = Number(digits.slice(0, 2));
  const rest = digits.slice(2);
  const isHalf = /^50*$/.test(rest);
  const up = isHalf ? head % 2 === 1 : rest[0] !== undefined && rest[0] >= "5";
  const rounded = head + (up ? 1 : 0);
  const exponent = Number(power);
  return rounded === 100 ? ["10", exponent + 1] : [String(rounded), exponent];
}

/** int64(v) of a float: towards zero, and the least integer for what is beyond all (amd64). */
export function truncate(value: number): number {
  if (!(Math.abs(value) < 2 ** 63)) return -(2 ** 63);
  const whole = Math.trunc(value);
  return whole === 0 ? 0 : whole;
}
