/**
 * Gathers one response within its bounds. Two clocks run from the start: one that every byte sets
 * back (a program that is stopped falls silent), one that nothing does (a drip never ends).
 */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { ResidentError } from "../../base/errors.ts";
import { formatBytes, formatSeconds } from "../../base/units.ts";
import { DEFAULT_IDLE_MS, DEFAULT_MAX_BYTES, type HttpOptions } from "./http-options.ts";

export interface HttpResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** What a question before it took of a common deadline may leave less than an answer can come in. */
const NO_TIME_MS = 50;

export class ResponseReceiver {
  readonly url: string;
  received = 0;
  started = false;
  onTimeout: (error: ResidentError) => void = () => {};
  private readonly chunks: Buffer[] = [];
  private readonly maxBytes: number;
  private readonly idle: NodeJS.Timeout;
  private readonly total: NodeJS.Timeout;

  constructor(url: string, options: HttpOptions, deadline: number) {
    this.url = url;
    this.maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
    const idleMs = options.idleMs ?? DEFAULT_IDLE_MS;
    this.idle = setTimeout(() => this.onTimeout(this.timedOut(idleMs, "silent")), idleMs);
    const left = Math.max(0, deadline - performance.now());
    this.total = setTimeout(() => this.onTimeout(this.timedOut(left, "unfinished")), left);
  }

  receive(
    response: IncomingMessage,
    fail: (error: unknown) => void,
    done: (answer: HttpResponse) => void,
  ): void {
    this.started = true;
    this.idle.refresh();
    const { statusCode: status = 0, headers } = response;
    if (Number(headers["content-length"]) > this.maxBytes) fail(this.tooLarge());
    response.on("data", (chunk: Buffer) => {
      this.idle.refresh();
      this.received += chunk.length;
      this.chunks.push(chunk);
      if (this.received > this.maxBytes) fail(this.tooLarge());
    });
    response.on("error", fail);
    response.on("end", () => done({ status, headers, body: Buffer.concat(this.chunks) }));
  }

  stop(): void {
    clearTimeout(this.idle);
    clearTimeout(this.total);
  }

  private timedOut(ms: number, how: "silent" | "unfinished"): ResidentError {
    const time = formatSeconds(ms / 1000);
    const fact = !this.started
      ? ms < NO_TIME_MS
        ? "no time was left to ask it"
        : `no answer within ${time}`
      : how === "silent"
        ? `it fell silent for ${time} after ${formatBytes(this.received)}`
        : `not finished after ${time}, with ${formatBytes(this.received)} received`;
    return new ResidentError("RES_CONNECT", `${this.url}: ${fact}`, {
      hint: "The program may be stopped or overloaded; give it more time (--timeout), or check the URL.",
    });
  }

  private tooLarge(): ResidentError {
    const message = `${this.url}: the answer is larger than ${formatBytes(this.maxBytes)}`;
    return new ResidentError("RES_TOO_LARGE", message, {
      hint: "Check that the URL is a profile; if it is, raise the bound on a response.",
    });
  }
}
