/**
 * Keys of Prometheus and Parca that mean nothing here: taken, so that their files can be used as they are,
 * and said once each, so that nobody thinks they do something.
 */
import type { ConfigFields } from "./config-fields.ts";

export class Ignored {
  private readonly said = new Map<string, string>();

  /** @param why instead of the usual words */
  take(fields: ConfigFields, key: string, why = "has no meaning for Resident"): void {
    if (fields.has(key)) this.say(key, why);
  }

  say(what: string, why: string): void {
    if (!this.said.has(what)) this.said.set(what, `${what} ${why}: it is ignored.`);
  }

  /** Finished sentences. */
  remarks(): string[] {
    return [...this.said.values()];
  }
}
