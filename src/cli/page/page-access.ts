/**
 * Who may see a page that is served. On this machine's own address anyone who is logged in here may, as they
 * may see the process; on any other a token is asked for.
 */
import { randomBytes } from "node:crypto";
import { readTextFile } from "../../collect/read-text-file.ts";
import type { GuardOptions } from "../../server/guard.ts";
import { usageError } from "../options/values.ts";

const LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"];

export function isThisMachine(host: string): boolean {
  return LOCAL_NAMES.includes(host) || host === "::1";
}

/** @param token null: none is asked for */
export function pageGuard(host: string, token: string | null): GuardOptions {
  return { hosts: isThisMachine(host) ? new Set(LOCAL_NAMES) : null, token };
}

export function randomToken(): string {
  return randomBytes(18).toString("base64url");
}

/** @param given as typed: a token, or `@FILE` */
export function tokenOf(given: string, flag = "--page-token"): string {
  const text = given.startsWith("@") ? readTextFile(given.slice(1)).trim() : given;
  if (text.length >= 8) return text;
  throw usageError(`${flag} is too short`, "Take at least 8 letters.");
}

/** Where it is served, as one types it. */
export function pageUrl(host: string, port: number, token: string | null): string {
  const name = host.includes(":") ? `[${host}]` : host;
  const query = token === null ? "" : `?token=${encodeURIComponent(token)}`;
  return `http://${name}:${port}/${query}`;
}

/** Without a browser the address is still there to be typed. */
export async function openInBrowser(url: string, say: (text: string) => void): Promise<void> {
  const { openUrl } = await import("../open-url.ts");
  if (!(await openUrl(url))) say("No browser could be started.\n");
}

/** Resolves at Ctrl-C, or when the process is told to end. */
export function untilEnded(): Promise<void> {
  return new Promise((done) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => done());
  });
}
