/** What `resident serve` makes of its flags and its configuration, and what it refuses. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { lookDefaults, retentionOf, serveSettings } from "../../src/cli/serve/serve-settings.ts";
import { decodeScrapeConfig } from "../../src/decode/scrape-config/decode-scrape-config.ts";

const configured = (text: string) => decodeScrapeConfig(`resident: {${text}}`, "/e/f").resident;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-serve-settings-"));
  writeFileSync(join(folder, "token"), "a-long-enough-one\n");
  writeFileSync(join(folder, "short"), "abc");
});
afterAll(() => rmSync(folder, { recursive: true }));

test("on this machine no token is needed", () => {
  expect(serveSettings({}, undefined, {})).toEqual({
    data: join(homedir(), ".local/state/resident"),
    host: "127.0.0.1",
    port: 7070,
    token: null,
    sourceRoots: [],
    canAddAny: false,
  });
});

describe("on another address", () => {
  const refused = (flags: object, config?: string) => () =>
    serveSettings(flags, config === undefined ? undefined : configured(config), {});

  test("it is refused without a token, whoever says the address", () => {
    const expected = expect.objectContaining({ code: "RES_USAGE" });
    expect(refused({ host: "0.0.0.0" })).toThrow(expected);
    expect(refused({ host: "::" })).toThrow(expected);
    expect(refused({ host: "10.0.0.7" })).toThrow(expected);
    expect(refused({}, "listen: '0.0.0.0:7070'")).toThrow(expected);
  });

  test("a token or an explicit flag will do", () => {
    const host = "0.0.0.0";
    expect(serveSettings({ host, pageToken: "12345678" }, undefined, {}).token).toBe("12345678");
    expect(serveSettings({ host, pageToken: false }, undefined, {}).token).toBeNull();
    const pageToken = `@${join(folder, "token")}`;
    expect(serveSettings({ host, pageToken }, undefined, {}).token).toBe("a-long-enough-one");
    const file = configured(`token_file: ${join(folder, "token")}`);
    expect(serveSettings({ host }, file, {}).token).toBe("a-long-enough-one");
  });

  test("a token that is too short, or is not there", () => {
    const host = "0.0.0.0";
    expect(refused({ host, pageToken: "1234567" })).toThrow(/--page-token is too short/);
    expect(refused({ host }, `token_file: ${join(folder, "short")}`)).toThrow(/too short/);
    expect(refused({ host }, `token_file: ${join(folder, "none")}`)).toThrow(/none/);
  });
});

test("flags go before the configuration, and that before defaults", () => {
  const config = configured(
    "data: /d, listen: 'localhost:80', source_roots: [/s], allow_adding_targets: true, retention: {max_age: 1d, thin_to: 1m}",
  );
  expect(serveSettings({}, config, {})).toMatchObject({
    data: "/d",
    host: "localhost",
    port: 80,
    sourceRoots: ["/s"],
    canAddAny: true,
  });
  const flags = { data: "x", port: 81, sourceRoot: ["/t"], retentionAge: 7 };
  expect(serveSettings(flags, config, {})).toMatchObject({
    data: "x",
    port: 81,
    sourceRoots: ["/t"],
  });
  expect(retentionOf(flags, config.retention)).toEqual({
    maxAge: 7,
    maxBytes: 4 * 2 ** 30,
    thinAfter: 2 * 86_400,
    thinTo: 60,
  });
});

test("XDG_STATE_HOME counts where it is a whole path", () => {
  const data = (state: string) => serveSettings({}, undefined, { XDG_STATE_HOME: state }).data;
  expect(data("/state")).toBe("/state/resident");
  expect(data("state")).toBe(join(homedir(), ".local/state/resident"));
});

test("a look is given up within its interval", () => {
  expect(lookDefaults({})).toMatchObject({ interval: 15, timeout: 10 });
  expect(lookDefaults({ every: 5 })).toMatchObject({ interval: 5, timeout: 5 });
  expect(lookDefaults({ every: 60, timeout: 30 })).toMatchObject({ interval: 60, timeout: 30 });
});
