/**
 * Whether what is found can be stored. When the disk is full, programs are not asked for what would be
 * thrown away: one look now and then tries whether there is room again.
 */
import type { ResidentError } from "../base/errors.ts";
import { sentence } from "./looks/sentence.ts";

/** Seconds between two tries. */
const RETRY = 15;

export class StoreGate {
  private reason: string | null = null;
  private retryAt = 0;
  private readonly changed: (error: string | null) => void;

  /** @param changed is told why nothing can be stored, once, and null when it can again */
  constructor(changed: (error: string | null) => void) {
    this.changed = changed;
  }

  /** A finished sentence; null where all is well. */
  get error(): string | null {
    return this.reason;
  }

  /** @param now seconds on a clock that only goes forward */
  mayTry(now: number): boolean {
    if (this.reason === null) return true;
    if (now < this.retryAt) return false;
    this.retryAt = now + RETRY;
    return true;
  }

  failed(error: ResidentError, now: number): void {
    this.retryAt = now + RETRY;
    const before = this.reason;
    this.reason = sentence(error.message);
    if (before === null) this.changed(this.reason);
  }

  worked(): void {
    if (this.reason === null) return;
    this.reason = null;
    this.changed(null);
  }
}
