/**
 * The commands by name. Each is loaded when it is asked for, so that none pays for what another
 * needs. What is no command is a target of `explain`.
 */
import type { CommandModule } from "../command.ts";

export interface CommandEntry {
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  explain: {
    usage: "TARGET…",
    summary: "where a Go process's memory is, why, and whether it will come down",
    load: async () => (await import("./explain.ts")).explainCommand,
  },
  capture: {
    usage: "TARGET -o FILE",
    summary: "write what can be read of it into a bundle",
    load: async () => (await import("./capture.ts")).captureCommand,
  },
  ps: {
    usage: "",
    summary: "the Go processes of this machine",
    load: async () => (await import("./ps.ts")).psCommand,
  },
  top: {
    usage: "TARGET",
    summary: "the lines of code that hold the heap, with error bars",
    load: async () => (await import("./top.ts")).topCommand,
  },
  list: {
    usage: "REGEX TARGET",
    summary: "the source of functions, with what each line holds",
    load: async () => (await import("./list.ts")).listCommand,
  },
  diff: {
    usage: "A B",
    summary: "what changed between two bundles, profiles or processes",
    load: async () => (await import("./diff.ts")).diffCommand,
  },
};

/** The command whose name is at most so far off that it may be a slip of the finger. */
export function similarCommand(word: string): string | undefined {
  const slip = word.length <= 3 ? 1 : 2;
  return Object.keys(COMMANDS).find((name) => name !== word && editDistance(name, word) <= slip);
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
