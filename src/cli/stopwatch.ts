/** Where the time went, for --timing. Names stages in the order in which they ended. */
export class Stopwatch {
  private readonly stages: { readonly name: string; readonly ms: number }[] = [];
  private last = 0;

  /** Ends a stage that began where the one before ended; the first began with the process. */
  lap(name: string): void {
    const now = performance.now();
    this.stages.push({ name, ms: now - this.last });
    this.last = now;
  }

  /** `time: start 61 ms, read 120 ms, …, 201 ms in all` */
  toString(): string {
    const stages = this.stages.map(({ name, ms }) => `${name} ${ms.toFixed(0)} ms`);
    return `time: ${[...stages, `${this.last.toFixed(0)} ms in all`].join(", ")}`;
  }
}
