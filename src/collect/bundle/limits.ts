/**
 * What reading a bundle may cost at most, and the count that enforces it. A bundle comes from
 * elsewhere: its sizes are claims until the bytes are there.
 */
import { ResidentError } from "../../base/errors.ts";
import { formatBytes, formatCount, GiB } from "../../base/units.ts";

export interface BundleLimits {
  /** Bytes of all files together, unpacked. */
  readonly maxBytes: number;
  /** Entries, known to a bundle or not. */
  readonly maxFiles: number;
}

const DEFAULT_BUNDLE_LIMITS: BundleLimits = { maxBytes: GiB, maxFiles: 20_000 };

/** Adds up what has been read, and throws RES_TOO_LARGE at the first byte or file too many. */
export class BundleBudget {
  private bytes = 0;
  private files = 0;
  private readonly limits: BundleLimits;

  constructor(limits: Partial<BundleLimits> = {}) {
    this.limits = { ...DEFAULT_BUNDLE_LIMITS, ...limits };
  }

  addFile(): void {
    this.files++;
    if (this.files <= this.limits.maxFiles) return;
    throw tooLarge(`it holds more than ${formatCount(this.limits.maxFiles)} files`);
  }

  addBytes(count: number): void {
    this.bytes += count;
    if (this.bytes > this.limits.maxBytes) this.refuse();
  }

  /** Refuses a file that claims to be larger than everything may be, before any of it is read. */
  expectBytes(count: number): void {
    if (count > this.limits.maxBytes) this.refuse();
  }

  private refuse(): never {
    throw tooLarge(`it unpacks to more than ${formatBytes(this.limits.maxBytes)}`);
  }
}

function tooLarge(fact: string): ResidentError {
  return new ResidentError("RES_TOO_LARGE", fact, {
    hint: "If the bundle is genuine, unpack it and give a folder with fewer snapshots.",
  });
}
