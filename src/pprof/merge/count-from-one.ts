/** The ids of rows that are numbered anew: 1, 2, 3, … */
export function countFromOne(length: number): Float64Array {
  const ids = new Float64Array(length);
  for (let row = 0; row < length; row++) ids[row] = row + 1;
  return ids;
}
