/** Thins what is old and lets go of what is too old or too much, now and then. */
import { ResidentError } from "../base/errors.ts";
import type { Retention, Store } from "../store/store.ts";

const EVERY_MS = 10 * 60 * 1000;
/** Not while the first looks at all targets are on their way. */
const FIRST_MS = 60 * 1000;

export class RetentionKeeper {
  private readonly store: Pick<Store, "retain">;
  private readonly failed: (error: unknown) => void;
  private policy: Retention;
  private timer: NodeJS.Timeout;
  private working: Promise<void> = Promise.resolve();

  /** @param failed is told of Resident's own faults; whatever failed is tried again the next time */
  constructor(store: Pick<Store, "retain">, policy: Retention, failed: (error: unknown) => void) {
    this.store = store;
    this.policy = policy;
    this.failed = failed;
    this.timer = setTimeout(() => this.turn(), FIRST_MS);
  }

  /** From the next turn on. */
  follow(policy: Retention): void {
    this.policy = policy;
  }

  async close(): Promise<void> {
    clearTimeout(this.timer);
    await this.working;
  }

  private turn(): void {
    this.working = this.retain();
    this.timer = setTimeout(() => this.turn(), EVERY_MS);
  }

  private async retain(): Promise<void> {
    try {
      await this.store.retain(this.policy, Date.now() / 1000);
    } catch (error) {
      const isOutside = error instanceof ResidentError && error.code !== "RES_STORE_FAULT";
      if (!isOutside) this.failed(error);
    }
  }
}
