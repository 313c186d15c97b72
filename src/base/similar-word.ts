/** Which of some known words a mistyped one may have meant. */

/** The first that is at most so far off that it may be a slip of the finger. */
export function similarWord(word: string, known: Iterable<string>): string | undefined {
  const slip = word.length <= 3 ? 1 : 2;
  for (const name of known) {
    if (name !== word && editDistance(name, word, slip) <= slip) return name;
  }
  return undefined;
}

/** Letters to insert, delete, replace or swap with their neighbour; more than `most` is as good as any. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let best = Math.min(
        row[j - 1]! + 1,
        rows[i - 1]![j]! + 1,
        rows[i - 1]![j - 1]! + (isSame ? 0 : 1),
      );
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (isSwap) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}
