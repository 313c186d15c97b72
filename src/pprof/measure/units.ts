/**
 * Units as pprof scales them: bytes by 1024 up to PB, time up to hours, and GCU. What a unit is
 * called in a profile is recognised in lower case and without a plural s; KiB and MiB are not.
 */
interface Unit {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly factor: number;
}

interface UnitFamily {
  /** Ascending. */
  readonly units: readonly Unit[];
  /** Where no unit makes the value 1 or more. */
  readonly fallback: Unit;
}

export interface Scaled {
  readonly value: number;
  /** "" where the unit says nothing: a count. */
  readonly unit: string;
}

const BYTE: Unit = { name: "B", aliases: ["b", "byte"], factor: 1 };
const SECOND: Unit = { name: "s", aliases: ["s", "sec", "second"], factor: 1e9 };
const GCU: Unit = { name: "GCU", aliases: ["gcu"], factor: 1 };

const FAMILIES: readonly UnitFamily[] = [
  {
    fallback: BYTE,
    units: [
      BYTE,
      { name: "kB", aliases: ["kb", "kbyte", "kilobyte"], factor: 2 ** 10 },
      { name: "MB", aliases: ["mb", "mbyte", "megabyte"], factor: 2 ** 20 },
      { name: "GB", aliases: ["gb", "gbyte", "gigabyte"], factor: 2 ** 30 },
      { name: "TB", aliases: ["tb", "tbyte", "terabyte"], factor: 2 ** 40 },
      { name: "PB", aliases: ["pb", "pbyte", "petabyte"], factor: 2 ** 50 },
    ],
  },
  {
    fallback: SECOND,
    units: [
      { name: "ns", aliases: ["ns", "nanosecond"], factor: 1 },
      { name: "us", aliases: ["μs", "us", "microsecond"], factor: 1e3 },
      { name: "ms", aliases: ["ms", "millisecond"], factor: 1e6 },
      SECOND,
      { name: "hrs", aliases: ["hour", "hr"], factor: 3600e9 },
    ],
  },
  {
    fallback: GCU,
    units: [
      { name: "n*GCU", aliases: ["nanogcu"], factor: 1e-9 },
      { name: "u*GCU", aliases: ["microgcu"], factor: 1e-6 },
      { name: "m*GCU", aliases: ["milligcu"], factor: 1e-3 },
      GCU,
      { name: "k*GCU", aliases: ["kilogcu"], factor: 1e3 },
      { name: "M*GCU", aliases: ["megagcu"], factor: 1e6 },
      { name: "G*GCU", aliases: ["gigagcu"], factor: 1e9 },
      { name: "T*GCU", aliases: ["teragcu"], factor: 1e12 },
      { name: "P*GCU", aliases: ["petagcu"], factor: 1e15 },
    ],
  },
];

/** Target units that choose the unit by the value. */
const AUTOMATIC = new Set(["minimum", "auto"]);
const UNNAMED = new Set(["count", "sample", "unit", "minimum", "auto"]);

/** `value` of unit `from` in unit `to`; `minimum` and `auto` take the largest unit that leaves 1. */
export function scale(value: number, from: string, to: string): Scaled {
  // The least of 64-bit integers has no positive counterpart.
  if (value < 0 && value > -(2 ** 63)) {
    const positive = scale(-value, from, to);
    return { value: -positive.value, unit: positive.unit };
  }
  const known = lookUp(from);
  if (known === undefined) return { value, unit: UNNAMED.has(to) ? "" : to };
  const { family } = known;
  const base = value * known.unit.factor;
  const unit = AUTOMATIC.has(to) ? largestBelow(family.units, base) : unitOf(family, to);
  const target = unit ?? family.fallback;
  return { value: base / target.factor, unit: target.name };
}

/** True where both units are of one family, so that values of one can be told in the other. */
export function sameFamily(a: string, b: string): boolean {
  const family = lookUp(a)?.family;
  return family !== undefined && family === lookUp(b)?.family;
}

interface KnownUnit {
  readonly family: UnitFamily;
  readonly unit: Unit;
}

/** By name as it was asked for: profiles have few units, and reports ask for them without end. */
const LOOKED_UP = new Map<string, KnownUnit | undefined>();
const MAX_LOOKED_UP = 1000;

function lookUp(name: string): KnownUnit | undefined {
  const known = LOOKED_UP.get(name);
  if (known !== undefined || LOOKED_UP.has(name)) return known;
  const found = findUnit(name);
  if (LOOKED_UP.size < MAX_LOOKED_UP) LOOKED_UP.set(name, found);
  return found;
}

function findUnit(name: string): KnownUnit | undefined {
  const lower = name.toLowerCase();
  const alias = lower.length > 2 && lower.endsWith("s") ? lower.slice(0, -1) : lower;
  for (const family of FAMILIES) {
    const unit = family.units.find(({ aliases }) => aliases.includes(alias));
    if (unit !== undefined) return { family, unit };
  }
  return undefined;
}

/** The unit of that name, if it is one of the family. */
function unitOf(family: UnitFamily, name: string): Unit | undefined {
  const known = lookUp(name);
  return known?.family === family ? known.unit : undefined;
}

function largestBelow(units: readonly Unit[], base: number): Unit | undefined {
  return units.findLast((unit) => base / unit.factor >= 1);
}
