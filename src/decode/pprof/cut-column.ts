/**
 * Grows and cuts the columns of samples and labels, of which there are so many that doubling would
 * waste memory. How many will come is estimated from the share of the input that they took so far.
 */
type Column = Int32Array | Float64Array;

/** Rows after which their average size is a good guess at that of the rest. */
const FEW = 4096;

/**
 * Room for the rows that the rest of the input will bring, and a tenth more: memory that is never
 * written costs nothing, but copying does.
 */
export function nextCapacity(rows: number, pos: number, inputLength: number): number {
  const left = inputLength - pos;
  const expected = rows < FEW ? rows * 7 : (rows / Math.max(pos, 1)) * left * 1.1;
  return rows + 16 + Math.ceil(Math.max(rows / 4, Math.min(expected, left)));
}

export function grown<A extends Column>(column: A, capacity: number): A {
  const bigger = new (column.constructor as new (length: number) => A)(capacity);
  bigger.set(column as never);
  return bigger;
}

/** The first `length` entries, in a buffer of their own where the rest would be a waste. */
export function cut<A extends Column>(column: A, length: number): A {
  const rest = column.length - length;
  return (rest * 4 <= length ? column.subarray(0, length) : column.slice(0, length)) as A;
}
