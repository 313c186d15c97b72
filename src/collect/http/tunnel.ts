/** The connection through a proxy to a host that speaks TLS: asked for by CONNECT. */
import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";
import { ResidentError } from "../../base/errors.ts";
import type { Endpoint } from "./endpoint.ts";
import { exceptionHint, type HttpProxy } from "./proxy.ts";

/** Rejects with RES_CONNECT where the proxy refuses, with what the system says where it is not there. */
export function openTunnel(
  proxy: HttpProxy,
  { host, port }: Endpoint,
  idleMs: number,
): Promise<Socket> {
  const goal = `${host.includes(":") ? `[${host}]` : host}:${port}`;
  const { request } = proxy.scheme === "https" ? https : http;
  const asking = request({
    host: proxy.host,
    port: proxy.port,
    method: "CONNECT",
    path: goal,
    agent: false,
    timeout: idleMs,
    headers: {
      host: goal,
      ...(proxy.authorization === undefined ? {} : { "proxy-authorization": proxy.authorization }),
    },
  });
  return new Promise((resolve, reject) => {
    asking.on("connect", (response, socket: Socket) => {
      if (response.statusCode === 200) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(refused(proxy, goal, response.statusCode ?? 0));
    });
    asking.on("timeout", () => {
      asking.destroy(Object.assign(new Error("timed out"), { code: "ETIMEDOUT" }));
    });
    asking.on("error", reject);
    asking.end();
  });
}

function refused(proxy: HttpProxy, goal: string, status: number): ResidentError {
  const name = `${proxy.host}:${proxy.port}`;
  const hint =
    status === 407 ? "It asks for a user: http://user:password@host:port." : exceptionHint(proxy);
  return new ResidentError("RES_CONNECT", `the proxy ${name} refuses ${goal} (${status})`, {
    hint,
  });
}
