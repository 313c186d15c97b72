// What looks like a secret goes, all else stays to the byte.
import { describe, expect, test } from "vitest";
import { isSecretName, redactArguments, SECRET } from "../../src/collect/redact.ts";

const redacted = (...args: string[]) => redactArguments(["app", ...args]).slice(1);

describe("redactArguments", () => {
  test.each([
    ["--password=hunter2", `--password=${SECRET}`],
    ["-db.password=a=b c", `-db.password=${SECRET}`],
    ["API_TOKEN=abc", `API_TOKEN=${SECRET}`],
    ["--apiKey=abc", `--apiKey=${SECRET}`],
    ["key=abc", `key=${SECRET}`],
    ["--auth=", `--auth=${SECRET}`],
    ["postgres://me:hunter2@db:5432/x", `postgres://me:${SECRET}@db:5432/x`],
    ["--dsn-url=redis://:p@ss@cache/0", `--dsn-url=redis://:${SECRET}@cache/0`],
    ["me:hunter2@tcp(db:3306)/x", `me:${SECRET}@tcp(db:3306)/x`],
    ["https://ghp_abcdefghijklmnopqrstuvwxyz@github.com", `https://${SECRET}@github.com`],
    ["--db=host=h password=hunter2 user=me", `--db=host=h password=${SECRET} user=me`],
    ["--db=password='a b' user=me", `--db=password='${SECRET}' user=me`],
    ["http://h/x?a=1&token=abc&b=2", `http://h/x?a=1&token=${SECRET}&b=2`],
    ["Authorization: Bearer abc.def", `Authorization: ${SECRET}`],
    ["-H=X: Bearer abcdefgh", `-H=X: Bearer ${SECRET}`],
    ['{"password":"x","port":1}', `{"password":"${SECRET}","port":1}`],
    ["AKIAABCDEFGHIJKLMNOP", SECRET],
    ["-----BEGIN RSA PRIVATE KEY-----\nabc", SECRET],
  ])("%s", (before, after) => {
    expect(redacted(before)).toEqual([after]);
  });

  test.each([
    ":6060",
    "-http=:6060",
    "--config=/etc/app.yaml",
    "--password-file=/run/secrets/db",
    "--token-ttl=5m",
    "--author=x",
    "--monkey=1",
    "--keyspace=prod",
    "-compass=north",
    "--image=sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "http://host:6060/debug?x=1",
    "user@host:22",
    "127.0.0.1:19525",
    "a:b",
    "",
  ])("%s stays", (arg) => {
    expect(redacted(arg)).toEqual([arg]);
  });

  test("the argument after a secret's flag", () => {
    expect(redacted("-token", "abc", "-v")).toEqual(["-token", SECRET, "-v"]);
    expect(redacted("--password", "-x", "--pass", "--secret", "s")).toEqual([
      "--password",
      SECRET,
      "--pass",
      SECRET,
      SECRET,
    ]);
    expect(redacted("--password-file", "/run/x")).toEqual(["--password-file", "/run/x"]);
  });

  test("the program's own name is no flag, but may hold a secret", () => {
    expect(redactArguments(["./token", "x"])).toEqual(["./token", "x"]);
    expect(redactArguments([])).toEqual([]);
  });
});

test("isSecretName", () => {
  const yes = ["password", "PGPASSWORD", "dbPasswd", "client-secret", "x.api_key", "SigningKey"];
  expect(yes.filter((name) => !isSecretName(name))).toEqual([]);
  const no = ["key-file", "author", "passenger", "tokenTTL", "SecretName", "monkey", "signal"];
  expect(no.filter(isSecretName)).toEqual([]);
});
