/** Tokens by client credentials, from a real server that gives them. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ResidentError } from "../../src/base/errors.ts";
import { askToken, type TokenRequest } from "../../src/collect/oauth2/ask-token.ts";
import { readTokenAnswer } from "../../src/collect/oauth2/token-answer.ts";
import { TokenCache } from "../../src/collect/oauth2/token-cache.ts";
import { TokenServer } from "../support/token-server.ts";

let server: TokenServer;

beforeEach(async () => {
  server = await new TokenServer().start();
});
afterEach(() => server.stop());

const request = (parts: Partial<TokenRequest> = {}): TokenRequest => ({
  url: server.url,
  clientId: "resident",
  clientSecret: "s3cret",
  scopes: [],
  params: {},
  insecure: false,
  http: {},
  ...parts,
});

async function refusalOf(asked: TokenRequest): Promise<ResidentError> {
  const error = await askToken(asked).catch((thrown: unknown) => thrown);
  if (error instanceof ResidentError) return error;
  throw new Error("it was given");
}

describe("asking", () => {
  test("the grant, scopes, parameters of one's own; who asks in the header", async () => {
    const params = { audience: "https://a/?b=c", resource: "x" };
    const url = `${server.url}?tenant=7`;
    const answer = await askToken(request({ url, scopes: ["read", "pprof:all"], params }));
    expect(answer).toEqual({ type: "Bearer", token: "token-1", expiresIn: 3600 });
    const form = { grant_type: "client_credentials", scope: "read pprof:all", ...params };
    expect(server.asked).toEqual([
      { url: "/token?tenant=7", client: "resident:s3cret", place: "header", form },
    ]);
  });

  test("names and secrets of any letters arrive as they are", async () => {
    server.client = "a b/ü+%:p:w d&=~*";
    const [clientId, clientSecret] = ["a b/ü+%", "p:w d&=~*"];
    // Before the colon that parts the two each is written as in a form.
    expect(await askToken(request({ clientId, clientSecret }))).toMatchObject({ token: "token-1" });
    server.takes = "body";
    expect(await askToken(request({ clientId, clientSecret }))).toMatchObject({ token: "token-2" });
  });

  test("a server that wants it in the body gets it there", async () => {
    server.takes = "body";
    expect(await askToken(request())).toMatchObject({ token: "token-1" });
    expect(server.asked.map(({ place }) => place)).toEqual(["header", "body"]);
  });

  test("a client without a secret", async () => {
    server.client = "resident:";
    server.takes = "body";
    expect(await askToken(request({ clientSecret: "" }))).toMatchObject({ token: "token-1" });
    expect(server.asked[1]!.form).toEqual({ grant_type: "client_credentials" });
  });
});

describe("a refusal", () => {
  test("says where, what and why, and never the secret", async () => {
    const error = await refusalOf(
      request({ clientSecret: "wr0ng", url: `${server.url}?key=hidden` }),
    );
    expect(error.code).toBe("RES_HTTP");
    expect(error.message).toBe(`${server.url} refuses a token (401): invalid_client: who are you`);
    expect(error.hint).toMatch(/client_secret/);
  });

  test("is the one that says more than who is asking", async () => {
    server.takes = "header";
    server.answer = undefined;
    const scope = JSON.stringify({ error: "invalid_scope" });
    server.answer = { status: 400, type: "application/json", body: scope };
    expect((await refusalOf(request())).message).toMatch(/\(400\): invalid_scope$/);
  });

  test.each([
    ["repeats the secret", 400, '{"error":"bad: s3cret"}', "refuses a token (400)"],
    ["is a page", 403, "<html>s3cret</html>", "refuses a token (403)"],
    ["writes into terminals", 400, '{"error":"\\u001b[2J"}', "refuses a token (400)"],
    ["has no token", 200, '{"token":"s3cret"}', "gave no token"],
    ["has no text as token", 200, '{"access_token":{"a":1}}', "gave no token"],
    ["has a token that no header takes", 200, '{"access_token":"a\\r\\nb: c"}', "gave no token"],
    ["is nothing", 500, "", "refuses a token (500)"],
    ["is no map", 200, "null", "gave no token"],
  ])("that %s", async (_, status, body, said) => {
    server.answer = { status, type: "text/html", body };
    expect((await refusalOf(request())).message).toBe(`${server.url} ${said}`);
  });

  test("of a server that is not there is RES_CONNECT, without the query", async () => {
    const url = "http://127.0.0.1:1/token?key=hidden";
    const error = await refusalOf(request({ url }));
    expect([error.code, error.message]).toEqual([
      "RES_CONNECT",
      "http://127.0.0.1:1/token: nothing listens there",
    ]);
  });

  test("an address that is none is an error as any other", async () => {
    const error = await refusalOf(request({ url: "http://me:pw@1.2.3.999/token" }));
    expect([error.code, error.message]).toEqual(["RES_USAGE", "token_url can't be understood"]);
  });

  test("of one that does not answer comes in time", async () => {
    server.delay = 30_000;
    const error = await refusalOf(request({ http: { timeoutMs: 200 } }));
    expect(error.code).toBe("RES_CONNECT");
  });
});

test.each([
  ['{"access_token":"t","token_type":"BEARER","expires_in":"60"}', ["Bearer", "t", 60]],
  ['{"access_token":"t"}', ["Bearer", "t", undefined]],
  ['{"access_token":"t","token_type":"mac","expires_in":-1}', ["MAC", "t", undefined]],
  ['{"access_token":"t","token_type":"a b"}', ["Bearer", "t", undefined]],
  ["access_token=t&token_type=bearer&expires_in=9", ["Bearer", "t", 9]],
])("the answer %s", (text, [type, token, expiresIn]) => {
  const answer = readTokenAnswer(new TextEncoder().encode(text));
  expect([answer!.type, answer!.token, answer!.expiresIn]).toEqual([type, token, expiresIn]);
});

describe("a token is kept", () => {
  let clock = 0;
  let cache: TokenCache;
  beforeEach(() => {
    clock = 1000;
    cache = new TokenCache(() => clock);
  });

  test("until a little before it expires, for all that ask with the same credentials", async () => {
    const first = await Promise.all([1, 2, 3].map(() => cache.header(request())));
    expect(first).toEqual(Array(3).fill("Bearer token-1"));
    clock += 3589;
    expect(await cache.header(request({ http: { timeoutMs: 5 } }))).toBe("Bearer token-1");
    expect(server.asked).toHaveLength(1);
    clock += 2;
    expect(await cache.header(request())).toBe("Bearer token-2");
    expect(await cache.header(request({ scopes: ["other"] }))).toBe("Bearer token-3");
  });

  test("for ten minutes where it does not say how long it is good", async () => {
    server.expiresIn = undefined;
    await cache.header(request());
    clock += 599;
    expect(await cache.header(request())).toBe("Bearer token-1");
    clock += 2;
    expect(await cache.header(request())).toBe("Bearer token-2");
  });

  test("not at all where it expires at once, and no refusal is", async () => {
    server.expiresIn = 5;
    expect(await cache.header(request())).toBe("Bearer token-1");
    expect(await cache.header(request())).toBe("Bearer token-2");
    server.answer = { status: 503, type: "text/plain", body: "" };
    await expect(cache.header(request())).rejects.toThrow(/\(503\)$/);
    server.answer = undefined;
    expect(await cache.header(request())).toBe("Bearer token-3");
  });
});
