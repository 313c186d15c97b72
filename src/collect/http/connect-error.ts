/**
 * What the system, TLS or the HTTP parser says of a connection, as RES_CONNECT: one sentence and
 * the next step. Their own messages are passed on only where no sentence of ours fits.
 */
import { ResidentError } from "../../base/errors.ts";

type Words = readonly [fact: string, hint: string];

const CERTIFICATE_HINT =
  "Give the authority's certificate, or --insecure if you trust the network.";

const WORDS: Readonly<Record<string, Words>> = {
  ECONNREFUSED: ["nothing listens there", "Check host and port, and that the program is running."],
  ENOTFOUND: ["the host name is not known", "Check the name."],
  EAI_AGAIN: ["the host name can't be looked up now", "Check the network and the name server."],
  ETIMEDOUT: ["the host does not answer", "Check the address; a firewall may be in between."],
  EHOSTUNREACH: ["there is no way to the host", "Check the address and the network."],
  ENETUNREACH: ["there is no way to the network", "Check the address and the network."],
  ECONNRESET: ["the connection was closed without an answer", "Check that it speaks HTTP."],
  EPIPE: ["the connection was closed without an answer", "Check that it speaks HTTP."],
  ENOENT: ["there is no such socket", "Check the path given with --socket."],
  ENOTSOCK: ["it is not a socket", "Check the path given with --socket."],
  EACCES: ["permission denied", "Run as a user who may open the socket."],
  EPERM: ["permission denied", "Run as a user who may connect."],
  EADDRNOTAVAIL: ["the address can't be connected to", "Check host and port."],
  EPROTO: ["it does not speak TLS", "Use http:// for a server without TLS."],
  DEPTH_ZERO_SELF_SIGNED_CERT: ["its certificate is self-signed", CERTIFICATE_HINT],
  SELF_SIGNED_CERT_IN_CHAIN: ["its certificate's authority is not known", CERTIFICATE_HINT],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ["its certificate's authority is not known", CERTIFICATE_HINT],
  UNABLE_TO_GET_ISSUER_CERT: ["its certificate's authority is not known", CERTIFICATE_HINT],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ["its certificate's authority is not known", CERTIFICATE_HINT],
  CERT_HAS_EXPIRED: ["its certificate has expired", "Renew it, or give --insecure."],
  CERT_NOT_YET_VALID: ["its certificate is not valid yet", "Check both clocks."],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    "its certificate is for another host name",
    "Use the name that is in the certificate, or --insecure.",
  ],
};

/** `url` is shown, so it must be without credentials; `received` is the body's bytes so far. */
export function connectError(url: string, cause: unknown, received = 0): ResidentError {
  if (cause instanceof ResidentError) return cause;
  const code = (cause as NodeJS.ErrnoException | undefined)?.code ?? "";
  const [fact, hint] = received > 0 ? brokenOff(received) : wordsFor(code, cause);
  return new ResidentError("RES_CONNECT", `${url}: ${fact}`, { hint, cause });
}

/** True for what Node's parser says of an answer that is no HTTP. */
export function isNotHttp(code: string): boolean {
  return code.startsWith("HPE_");
}

function wordsFor(code: string, cause: unknown): Words {
  if (isNotHttp(code)) {
    return ["its answer is not HTTP", "Check the port; if the server speaks TLS, use https://."];
  }
  if (/^ERR_(?:SSL|OSSL)_/.test(code) && !/WRONG_VERSION_NUMBER|PACKET_LENGTH/.test(code)) {
    return [`TLS failed (${code})`, "It may ask for a client certificate, or an older TLS."];
  }
  if (code.startsWith("ERR_SSL_")) return WORDS["EPROTO"]!;
  const message = cause instanceof Error ? cause.message : String(cause);
  return WORDS[code] ?? [message, "Check the URL and that the program is running."];
}

function brokenOff(received: number): Words {
  return [
    `the connection broke off after ${received} bytes of the answer`,
    "The program may have ended, or something in between cut the connection: try again.",
  ];
}
