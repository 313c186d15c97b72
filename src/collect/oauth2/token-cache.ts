/**
 * Tokens until they expire, one for all targets that are asked with the same credentials. While one is being asked
 * for, others wait for the same answer. A refusal is not kept: the next look asks again.
 */
import { askToken, type TokenRequest } from "./ask-token.ts";

/** Seconds before its end that a token is asked for anew, as it has to arrive while it is good. */
const EARLY = 10;
/** Seconds for one that does not say how long it is good. */
const UNTOLD = 600;

interface Kept {
  readonly until: number;
  readonly header: string;
}

export class TokenCache {
  private readonly kept = new Map<string, Kept>();
  private readonly asked = new Map<string, Promise<Kept>>();
  private readonly now: () => number;

  /** @param now seconds, on a clock that does not jump */
  constructor(now: () => number = () => performance.now() / 1000) {
    this.now = now;
  }

  /** The value of the header Authorization. Throws what askToken throws. */
  async header(request: TokenRequest): Promise<string> {
    const {
      http: { timeoutMs: _, deadline: __, ...http },
      ...rest
    } = request;
    const key = JSON.stringify({ ...rest, http });
    const known = this.kept.get(key);
    if (known !== undefined && this.now() < known.until) return known.header;
    this.forgetExpired();
    let asking = this.asked.get(key);
    if (asking === undefined) {
      asking = this.ask(key, request).finally(() => this.asked.delete(key));
      this.asked.set(key, asking);
    }
    return (await asking).header;
  }

  private async ask(key: string, request: TokenRequest): Promise<Kept> {
    const began = this.now();
    const { type, token, expiresIn = UNTOLD + EARLY } = await askToken(request);
    const kept = { header: `${type} ${token}`, until: began + expiresIn - EARLY };
    this.kept.set(key, kept);
    return kept;
  }

  /** Those of credentials that were replaced, too. */
  private forgetExpired(): void {
    for (const [key, { until }] of this.kept) if (this.now() >= until) this.kept.delete(key);
  }
}
