/**
 * The names that a program tells of its addresses. pprof asks with one POST, which Go refuses from
 * 1.22 on; a GET says the same, in pieces, since a URL has an end.
 */
import { ResidentError } from "../../base/errors.ts";
import type { HttpOptions } from "../http/http-options.ts";
import { fetchProfile, RefusedError } from "./fetch-profile.ts";

const TIMEOUT = 60;
const METHOD_NOT_ALLOWED = 405;
/** Addresses in one URL: some 4 kB of it. */
const PIECE = 256;

/** `addresses`: as 0x…. The answer has a line for each that is known. Throws ResidentErrors. */
export async function fetchNames(
  url: string,
  addresses: readonly string[],
  http: HttpOptions,
): Promise<string> {
  try {
    return textOf(await fetchProfile(url, { http, timeout: TIMEOUT, post: addresses.join("+") }));
  } catch (error) {
    if (error instanceof RefusedError && error.status === METHOD_NOT_ALLOWED) {
      return fetchInPieces(url, addresses, http);
    }
    if (!(error instanceof ResidentError)) throw error;
    throw new ResidentError(error.code, `http post ${url}: ${error.message}`, { cause: error });
  }
}

async function fetchInPieces(
  url: string,
  addresses: readonly string[],
  http: HttpOptions,
): Promise<string> {
  let all = "";
  for (let at = 0; at < addresses.length; at += PIECE) {
    const query = addresses.slice(at, at + PIECE).join("+");
    all += textOf(await fetchProfile(`${url}?${query}`, { http, timeout: TIMEOUT }));
  }
  return all;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
