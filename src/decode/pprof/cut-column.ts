/**
 * Grows and cuts the columns of samples and labels, of which there are so many that doubling would
 * waste memory. How many will come is estimated from the share of the input that they took so far.
 */
type Column = Int32Array | Float64Array;

/** Room for the rows that the rest of the input will bring, at least a quarter more than now. */
export function nextCapacity(rows: number, pos: number, inputLength: number): number {
  const expected = Math.ceil((rows * inputLength * 1.02) / Math.max(pos, 1)) + 16;
  const most = rows + inputLength - pos;
  return Math.max(rows + (rows >> 2) + 16, Math.min(expected, most));
}

export function grown<A extends Column>(column: A, capacity: number): A {
  const bigger = new (column.constructor as new (length: number) => A)(capacity);
  bigger.set(column as never);
  return bigger;
}

/** The first `length` entries, in a buffer of their own where the rest would be a waste. */
export function cut<A extends Column>(column: A, length: number): A {
  const rest = column.length - length;
  return (rest * 16 <= length ? column.subarray(0, length) : column.slice(0, length)) as A;
}
