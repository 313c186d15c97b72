/**
 * Commits of many as one: what comes while a commit runs waits, and is written with the next. A commit
 * takes a few milliseconds, most of them waiting for the disk, so that two hundred looks at once are a
 * handful of commits.
 *
 * Scrapes are differences to the ones before them. Where a commit fails, what waited behind it fails too.
 */
export interface Job<W> {
  readonly work: W;
  /** The work was not kept. */
  takeBack(): void;
}

interface Waiting<W> extends Job<W> {
  resolve(): void;
  reject(error: unknown): void;
}

export class CommitQueue<W> {
  private waiting: Waiting<W>[] = [];
  private running: Promise<void> | undefined;
  private readonly commit: (works: readonly W[]) => Promise<void>;

  constructor(commit: (works: readonly W[]) => Promise<void>) {
    this.commit = commit;
  }

  /** Resolves when it is on the disk. */
  add(job: Job<W>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ ...job, takeBack: () => job.takeBack(), resolve, reject });
      this.running ??= this.drain();
    });
  }

  /** Resolves when nothing waits and nothing is written. */
  async idle(): Promise<void> {
    while (this.running !== undefined) await this.running;
  }

  private async drain(): Promise<void> {
    // What is asked for in the same moment goes together.
    await Promise.resolve();
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0);
      try {
        await this.commit(batch.map(({ work }) => work));
        for (const { resolve } of batch) resolve();
      } catch (error) {
        for (const { takeBack, reject } of [...batch, ...this.waiting.splice(0)].reverse()) {
          takeBack();
          reject(error);
        }
      }
    }
    this.running = undefined;
  }
}
