/**
 * Verdicts of a run that were there a few reports ago: one that comes and goes, by a number near its threshold, is
 * told from one that was gone by how many reports had been without it.
 */

/** One that stays out for more is gone. */
const MOST = 9;

export class MissedReports {
  private readonly missed = new Map<string, number>();

  /** It was in the report before this one, and is not in this one. */
  begin(id: string): void {
    this.missed.set(id, 0);
  }

  /** It is there again. @returns the reports that had been without it; null: many, or it is new */
  end(id: string): number | null {
    const count = this.missed.get(id) ?? null;
    this.missed.delete(id);
    return count;
  }

  /** A report was made: it is one more without those that are out. */
  count(): void {
    for (const [id, count] of this.missed) {
      if (count < MOST) this.missed.set(id, count + 1);
      else this.missed.delete(id);
    }
  }

  clear(): void {
    this.missed.clear();
  }
}
