/**
 * The tree of stacks in the order of a walk: each stack right behind its caller's subtree so far, so
 * that what lies on the path from the root is what a loop has on its hands. Samples of one stack
 * are one visit, which is why a report costs the stacks of a profile and not its samples' frames.
 */

/**
 * Rows of the stack table, callers before callees and subtree after subtree: those with something
 * in `isLive`, by row. What is below a row must make the row itself live.
 */
export function walkStacks(prefix: Int32Array, isLive: Float64Array | Uint8Array): Int32Array {
  const size = new Int32Array(prefix.length);
  let live = 0;
  for (let row = prefix.length - 1; row >= 0; row--) {
    if (isLive[row] === 0) continue;
    live++;
    size[row]++;
    if (prefix[row] >= 0) size[prefix[row]] += size[row];
  }
  return placeRows(prefix, size, live);
}

function placeRows(prefix: Int32Array, size: Int32Array, live: number): Int32Array {
  const order = new Int32Array(live);
  let roots = 0;
  // From here on size[row] is the place for the next subtree below the row.
  for (let row = 0; row < size.length; row++) {
    const own = size[row];
    if (own === 0) continue;
    const caller = prefix[row];
    const place = caller < 0 ? roots : size[caller];
    if (caller < 0) roots += own;
    else size[caller] += own;
    order[place] = row;
    size[row] = place + 1;
  }
  return order;
}
