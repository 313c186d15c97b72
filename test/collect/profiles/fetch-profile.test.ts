// Who a request for a profile is from: the URL's user, however it is written.
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { fetchProfile } from "../../../src/collect/profiles/fetch-profile.ts";

let origin = "";
const server = http.createServer((request, response) => {
  response.end(request.headers.authorization ?? "nobody");
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test.each([
  ["", "nobody"],
  ["u:p%40@", basic("u:p@")],
  ["u@", basic("u:")],
  [":p@", basic(":p")],
  ["u:100%@", basic("u:100%")],
])("http://%shost", async (user, expected) => {
  const answer = await fetchProfile(`http://${user}${origin}/debug/pprof/heap`, { timeout: 5 });
  expect(new TextDecoder().decode(answer)).toBe(expected);
});

function basic(user: string): string {
  return `Basic ${Buffer.from(user).toString("base64")}`;
}
