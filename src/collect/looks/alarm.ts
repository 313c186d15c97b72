/** A wait that can be cut short: by `ring`, or by the end of it all. */
export class Alarm {
  private wake: () => void = () => {};
  private isRinging = false;

  /** The next or the present wait ends at once. */
  ring(): void {
    this.isRinging = true;
    this.wake();
  }

  /** Resolves after so many seconds, or when it rings. */
  async wait(seconds: number): Promise<void> {
    if (!this.isRinging && seconds > 0) {
      await new Promise<void>((done) => {
        const timer = setTimeout(done, Math.min(seconds, MOST_SECONDS) * 1000);
        this.wake = () => {
          clearTimeout(timer);
          done();
        };
      });
    }
    this.isRinging = false;
  }
}

/** What setTimeout can hold. */
const MOST_SECONDS = 2 ** 31 / 1000 - 1;
