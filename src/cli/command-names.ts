/** The names of the commands, and which one a mistyped word may have meant. */
export const COMMAND_NAMES = ["explain", "capture", "ps", "top", "list", "diff"] as const;
/** Not among them: it has flags of its own kind. */
export const PPROF = "pprof";
export type CommandName = (typeof COMMAND_NAMES)[number];

export function isCommandName(word: string): word is CommandName {
  return COMMAND_NAMES.includes(word as CommandName);
}

/** The command whose name is at most so far off that it may be a slip of the finger. */
export function similarCommand(word: string): string | undefined {
  const slip = word.length <= 3 ? 1 : 2;
  return [...COMMAND_NAMES, PPROF].find(
    (name) => name !== word && editDistance(name, word) <= slip,
  );
}

/** Letters to insert, delete, replace or swap with their neighbour. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3;
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
