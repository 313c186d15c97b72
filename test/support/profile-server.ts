/** A server that has one profile, and every way to refuse it. */
import * as http from "node:http";
import type { AddressInfo } from "node:net";

export interface TestServer {
  /** `127.0.0.1:port`. */
  readonly host: string;
  readonly asked: readonly http.IncomingMessage[];
  close(): void;
}

export interface ServerOptions {
  /** Function by address; asked by GET only, as Go from 1.22 on. */
  readonly names?: Readonly<Record<string, string>>;
}

export async function plainServer(
  profile: Uint8Array,
  { names = {} }: ServerOptions = {},
): Promise<TestServer> {
  const asked: http.IncomingMessage[] = [];
  const server = http.createServer((request, response) => {
    asked.push(request);
    const { pathname, search } = new URL(request.url!, "http://x");
    const answer = ANSWERS[pathname];
    if (pathname === "/debug/pprof/symbol") answerNames(request, response, search, names);
    else if (answer === undefined) response.end(profile);
    else answer(response, profile);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { host, asked, close };
}

const ANSWERS: Readonly<
  Record<string, (response: http.ServerResponse, profile: Uint8Array) => void>
> = {
  "/missing": (response) => response.writeHead(404).end("no such page"),
  "/go-error": (response) =>
    response
      .writeHead(500, { "X-Go-Pprof": "1", "Content-Type": "text/plain; charset=utf-8" })
      .end("profiling is off"),
  // A redirect that names no place.
  "/nowhere": (response) => response.writeHead(302).end(),
  "/text": (response) => response.end("this is no profile"),
  "/cut": (response, profile) => response.end(profile.subarray(0, 200)),
  "/html": (response) =>
    response.writeHead(200, { "Content-Type": "text/html" }).end("<html>log in</html>"),
  "/silent": () => {},
};

function answerNames(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  search: string,
  names: Readonly<Record<string, string>>,
): void {
  if (request.method !== "GET") {
    response.writeHead(405).end();
    return;
  }
  const known = search
    .slice(1)
    .split("+")
    .filter((address) => names[address] !== undefined);
  response.end(
    `num_symbols: 1\n${known.map((address) => `${address} ${names[address]}\n`).join("")}`,
  );
}
