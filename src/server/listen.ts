/** Serves an app on an address until it is told to stop. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";
import type { Hono } from "hono";
import { ResidentError } from "../base/errors.ts";

export interface Listening {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A request that takes longer to arrive than this is given up. */
const REQUEST_MS = 10_000;

/** @param port 0: any that is free. Throws RES_CONNECT where the address can't be had. */
export async function listen(app: Hono, host: string, port: number): Promise<Listening> {
  const server = createServer(
    { requestTimeout: REQUEST_MS, headersTimeout: REQUEST_MS, maxHeaderSize: 16 * 1024 },
    getRequestListener(app.fetch),
  );
  server.listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    throw new ResidentError("RES_CONNECT", `can't listen on ${host}:${port}`, {
      hint: hintOn(error as NodeJS.ErrnoException),
      cause: error,
    });
  }
  const { port: given } = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { host, port: given, close };
}

function hintOn({ code, message }: NodeJS.ErrnoException): string {
  if (code === "EADDRINUSE") {
    return "Another program listens there, Resident maybe: open that page, or take another port with --port.";
  }
  if (code === "EADDRNOTAVAIL") return "This machine does not have that address.";
  return `${message}. Another port: --port.`;
}
