/**
 * Lets a few answers be made at once and makes the next ones wait, so that no number of tabs, scripts or
 * strangers keeps the recorder from its looks, or fills its memory.
 */
import { Refusal } from "../problem.ts";

const AT_ONCE = 4;
const MOST_WAITING = 100;

export class Turnstile {
  private inside = 0;
  private readonly waiting: (() => void)[] = [];

  /** @throws Refusal 503 where too many wait already */
  async pass<T>(task: () => Promise<T> | T): Promise<T> {
    if (this.inside < AT_ONCE) this.inside++;
    else await this.turn();
    try {
      return await task();
    } finally {
      // Whoever waits takes over the place, so that nobody comes in between.
      const next = this.waiting.shift();
      if (next === undefined) this.inside--;
      else next();
    }
  }

  private turn(): Promise<void> {
    if (this.waiting.length >= MOST_WAITING) {
      throw new Refusal(503, "Too much is asked at once: try again in a while.");
    }
    return new Promise((done) => this.waiting.push(done));
  }
}
