/**
 * A server that answered, but not with what was asked for: RES_HTTP with the status beside it, so
 * that a caller can tell "not there" from "not allowed".
 */
import { STATUS_CODES } from "node:http";
import { ResidentError } from "../../base/errors.ts";

export class HttpError extends ResidentError {
  readonly status: number;
  /** The server says that it speaks TLS only. */
  readonly wantsTls: boolean;

  constructor(status: number, message: string, hint: string, wantsTls = false) {
    super("RES_HTTP", message, { hint });
    this.name = "HttpError";
    this.status = status;
    this.wantsTls = wantsTls;
  }
}

const HINTS: Readonly<Record<number, string>> = {
  401: "Give credentials: a user and password, a bearer token, or a header.",
  403: "The server refuses: give other credentials, ask from a host that it allows, or take it that there is no pprof: some (object stores) answer so to every page they do not have.",
  404: "Check the URL; if pprof lies elsewhere, give --prefix.",
  405: "Something in front of the program allows other methods only.",
  407: "A proxy asks for credentials: connect without it.",
  429: "The server limits requests: wait, or ask less often.",
};

/** The error for a status other than 2xx. `url` is shown, so it must be without credentials. */
export function statusError(url: string, status: number, body: Uint8Array): HttpError {
  const says = firstLine(body);
  const quote = says === "" ? "" : `: “${says}”`;
  const message = `${url} answered ${status} ${STATUS_CODES[status] ?? ""}`.trimEnd() + quote;
  // As net/http of Go and nginx say it.
  const wantsTls = status === 400 && /HTTPS server/i.test(says);
  const hint = wantsTls ? "The server speaks TLS: use https://." : hintFor(status);
  return new HttpError(status, message, hint, wantsTls);
}

/** The error for a page of HTML where a profile was expected. */
export function htmlError(url: string, status: number): HttpError {
  return new HttpError(
    status,
    `${url} answered with an HTML page, where data was expected`,
    "A login page or a proxy may answer in the program's place: check the URL and credentials.",
  );
}

/** True if the body begins as HTML does, or its type says so. */
export function isHtml(contentType: string | undefined, body: Uint8Array): boolean {
  if (contentType !== undefined && /^\s*text\/html\b/i.test(contentType)) return true;
  return /^\s*<(?:!doctype\s+html|html|head|body)\b/i.test(headOf(body));
}

function hintFor(status: number): string {
  const other = status >= 500 ? "The server failed; its own log may say why." : "Check the URL.";
  return HINTS[status] ?? other;
}

/** The first line of a plain-text answer, at most 100 characters, or "" if it is none. */
function firstLine(body: Uint8Array): string {
  const line = headOf(body).trim().split(/\r?\n/, 1)[0]!;
  // Control characters could rewrite the terminal that the message is shown on.
  if (line.startsWith("<") || /[^\x20-\x7e\u00a0-\uffff]|\ufffd/.test(line)) return "";
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

function headOf(body: Uint8Array): string {
  return new TextDecoder().decode(body.subarray(0, 512));
}
