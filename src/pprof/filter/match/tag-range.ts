/**
 * Ranges of numbers with units, as tag filters take them: `32kb` is that value, `:64kb` at most, `4mb:`
 * at least, `12kb:64mb` between the two, ends included.
 */
import { ResidentError } from "../../../base/errors.ts";
import { scale } from "../../measure/units.ts";

/** Whether a label's number of this unit lies in the range. */
export type InRange = (value: number | bigint, unit: string) => boolean;

interface Bound {
  /** As it is written. */
  readonly text: string;
  readonly value: number;
  readonly unit: string;
}

const BOUND = /([+-]?[0-9]+)([A-Za-z]+)?/g;
const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };

/** Undefined where the text is no range. Throws RES_USAGE for a number beyond 64 bits. */
export function parseTagRange(text: string): InRange | undefined {
  const [first, second] = text.matchAll(BOUND);
  if (first === undefined) return undefined;
  const low = boundOf(first);
  if (second === undefined) return oneSided(text, low);
  if (text !== `${first[0]}:${second[0]}`) return undefined;
  const high = boundOf(second, low.unit);
  if (high.unit !== low.unit) return undefined;
  return within(low.unit, low.value, high.value);
}

function oneSided(text: string, { text: own, value, unit }: Bound): InRange | undefined {
  if (text === own) return within(unit, value, value);
  if (text === `${own}:`) return within(unit, value, Number.POSITIVE_INFINITY);
  if (text === `:${own}`) return within(unit, Number.NEGATIVE_INFINITY, value);
  return undefined;
}

/** A label whose unit is of another family is in no range. */
function within(unit: string, least: number, most: number): InRange {
  return (value, of) => {
    const scaled = scale(Number(value), of, unit);
    return scaled.unit === unit && scaled.value >= least && scaled.value <= most;
  };
}

/** In `target`, or in the unit that the number is given in. */
function boundOf([text, digits, unit = ""]: RegExpExecArray, target = unit): Bound {
  const number = BigInt(digits!.replace(/^\+/, ""));
  if (number < INT64.least || number > INT64.most) throw outOfRange(digits!);
  return { text, ...scale(Number(number), unit, target) };
}

function outOfRange(digits: string): ResidentError {
  return new ResidentError(
    "RES_USAGE",
    `failed to parse int ${digits}: strconv.ParseInt: parsing "${digits}": value out of range`,
  );
}
