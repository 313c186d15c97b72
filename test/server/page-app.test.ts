/** The page's server: what it gives, to whom, and what it never does. */

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type { SourceText } from "../../src/model/fleet.ts";
import type { Page } from "../../src/model/page.ts";
import { type PageAppOptions, pageApp } from "../../src/server/page-app.ts";
import { reportFile } from "../../src/server/report-file.ts";
import { fileStem } from "../../src/server/served-profiles.ts";
import { codeTableOf } from "../web/support/code-table-of.ts";

const WEB = { html: "<!doctype html><title>page</title>", script: "run()", style: "p{}" };
const EVIL = "</script><script>alert(1)</script><!--";
const PAGE: Page = {
  format: "resident.page/1",
  target: EVIL,
  opens: "code",
  report: null,
  answer: null,
  lines: {},
  code: [codeTableOf([EVIL])],
  goroutines: null,
  gc: null,
  time: null,
  growth: null,
  recorded: null,
  files: [],
};
const LOCAL = new Set(["localhost", "127.0.0.1"]);

function ask(path: string, init: RequestInit = {}, options: Partial<PageAppOptions> = {}) {
  const profiles = [
    { snapshot: "0001", kind: "heap", name: "shop-heap.pb.gz", bytes: Uint8Array.of(1, 2, 3) },
  ];
  const source = { cwd: import.meta.dirname, goRoots: [], moduleCaches: [] };
  const usual = { page: PAGE, web: WEB, profiles, source, hosts: LOCAL, token: null };
  const app = pageApp({ ...usual, ...options });
  const headers = { host: "localhost:7070", ...(init.headers as Record<string, string>) };
  return app.request(`http://localhost:7070${path}`, { ...init, headers });
}

test("gives the page, its files, and its data", async () => {
  expect(await (await ask("/")).text()).toBe(WEB.html);
  expect((await ask("/app.js")).headers.get("content-type")).toMatch(/^text\/javascript/);
  expect((await ask("/app.css")).headers.get("content-type")).toMatch(/^text\/css/);
  expect(await (await ask("/api/v1/page")).json()).toEqual(PAGE);
  expect((await ask("/api/v1/report")).status).toBe(404);
  expect(await (await ask("/healthz")).text()).toBe("ok\n");
});

test("hands on a profile to the byte", async () => {
  const response = await ask("/api/v1/profiles/0001/heap");
  expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2, 3]);
  expect(response.headers.get("content-disposition")).toBe(
    'attachment; filename="shop-heap.pb.gz"',
  );
  expect((await ask("/api/v1/profiles/0002/heap")).status).toBe(404);
});

test("is one page, and no list of processes", async () => {
  expect((await ask("/api/v1/processes")).status).toBe(204);
});

test("gives the sources of code that the page shows, and no other file", async () => {
  const here = "page-app.test.ts";
  const ofGo = join(import.meta.dirname, "../stories/programs/live-heap/main.go");
  const page = { ...PAGE, code: [codeTableOf([ofGo.replace(/\.go$/, ""), here])] };
  const source = (file: string) =>
    ask(`/api/v1/source?file=${encodeURIComponent(file)}`, {}, { page });
  const found = (await (await source(ofGo)).json()) as SourceText;
  expect(found.source).toEqual({ path: ofGo, isExact: true });
  expect(found.lines.join("\n")).toBe(readFileSync(ofGo, "utf8"));
  const missing = (await (await source(`${here}.go`)).json()) as SourceText;
  expect([missing.source, missing.lines]).toEqual([null, []]);
  expect(missing.missing).toMatch(/was not found here\. Run it in the program's folder/);
  expect((await source("/etc/passwd")).status).toBe(404);
});

describe("safety", () => {
  test("every answer forbids all but the page's own two files", async () => {
    for (const path of ["/", "/api/v1/page", "/nothing"]) {
      const { headers } = await ask(path);
      expect(headers.get("content-security-policy")).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self'/,
      );
      expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
      expect(headers.get("access-control-allow-origin")).toBeNull();
    }
  });

  test("a name that someone made point here is not ours", async () => {
    const headers = { host: "evil.example:7070" };
    expect((await ask("/api/v1/page", { headers })).status).toBe(403);
    expect((await ask("/api/v1/page", { headers }, { hosts: null })).status).toBe(200);
  });

  test("another site's script gets nothing; a link from it opens the page", async () => {
    for (const site of ["cross-site", "same-site"]) {
      const headers = { "sec-fetch-site": site, "sec-fetch-mode": "cors" };
      expect((await ask("/api/v1/page", { headers })).status).toBe(403);
    }
    const link = { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate" };
    expect((await ask("/", { headers: link })).status).toBe(200);
  });

  test("only GET", async () => {
    for (const method of ["POST", "PUT", "DELETE", "OPTIONS"]) {
      expect((await ask("/api/v1/page", { method })).status).toBe(405);
    }
  });

  test("no path is a path of a file", async () => {
    for (const path of [
      "/../package.json",
      "/%2e%2e/package.json",
      "/api/v1/profiles/..%2f/heap",
    ]) {
      expect((await ask(path)).status).toBe(404);
    }
  });

  test("with a token, nothing of the target is given without it", async () => {
    const token = { token: "long enough", hosts: null };
    expect((await ask("/", {}, token)).status).toBe(401);
    expect((await ask("/api/v1/page?token=wrong", {}, token)).status).toBe(401);
    expect((await ask("/api/v1/page?token=long%20enough", {}, token)).status).toBe(200);
    const headers = { authorization: "Bearer long enough" };
    expect((await ask("/api/v1/page", { headers }, token)).status).toBe(200);
    expect((await ask("/app.js", {}, token)).status).toBe(200);
  });
});

describe("without the token", () => {
  const token = { token: "long enough", hosts: null };
  const browser = { headers: { accept: "text/html,application/xhtml+xml,*/*;q=0.8" } };

  test("a browser gets a page that says so, under the same policy", async () => {
    for (const path of ["/", "/?token=%3Cscript%3E", "/nothing"]) {
      const answer = await ask(path, browser, token);
      const page = await answer.text();
      expect(answer.status).toBe(401);
      expect(answer.headers.get("content-type")).toMatch("text/html");
      expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect(page).toContain("A token is needed");
      expect(page).not.toContain("<script");
      expect(page).not.toContain(WEB.html);
    }
  });

  test("the API answers as JSON, to browsers too, and so does the page to others", async () => {
    for (const [path, init] of [
      ["/api/v1/page", browser],
      ["/api/v1/page", {}],
      ["/", {}],
    ] as const) {
      const answer = await ask(path, init, token);
      expect([answer.status, await answer.json()]).toEqual([401, { error: "A token is needed." }]);
    }
  });
});

describe("the report file", () => {
  const html = reportFile(PAGE, { ...WEB, script: 'let a = "</script><!--";' });

  test("holds the page, and the policy names its script", () => {
    const data = /id="resident-page">([^<]*)</.exec(html)![1]!;
    expect(JSON.parse(gunzipSync(Buffer.from(data, "base64")).toString())).toEqual(PAGE);
    const script = /<script type="module">(.*?)<\/script>/s.exec(html)![1]!;
    const hash = createHash("sha256").update(script).digest("base64");
    expect(html).toContain(`script-src 'sha256-${hash}'`);
    expect(html).not.toMatch(/connect-src|https?:\/\//);
  });

  test("no text of the target or the script ends an element early", () => {
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html).not.toContain("alert(1)");
    expect(html).not.toContain("<!--");
  });
});

test("names of files hold nothing that a header or a system minds", () => {
  expect(fileStem("http://localhost:6060/debug/pprof/heap")).toBe("heap");
  expect(fileStem('a"b\r\nc')).toBe("a-b-c");
  expect(fileStem("../..")).toBe("profile");
  expect(fileStem("/x/bundle.tar.gz")).toBe("bundle");
});
