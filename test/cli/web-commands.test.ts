/** `resident ui`, `resident report` and `resident pprof -http` as a user runs them, from the build. */
import { mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Page } from "../../src/model/page.ts";
import { whileServing } from "../support/while-serving.ts";
import { assertBuilt, ROOT, resident } from "./run-resident.ts";

const CLASSIC = "recordings/classic-go1.4.3";
beforeAll(assertBuilt);

async function pageAt(url: string): Promise<Page> {
  const address = new URL(url);
  const response = await fetch(new URL(`api/v1/page${address.search}`, address));
  return (await response.json()) as Page;
}

describe("resident ui", () => {
  test("serves the page here, on a free port, until Ctrl-C", async () => {
    const code = await whileServing(["ui", CLASSIC], async (url) => {
      expect(new URL(url).hostname).toBe("127.0.0.1");
      const page = await pageAt(url);
      expect([page.format, page.target, page.opens]).toEqual(["resident.page/1", CLASSIC, "now"]);
      const file = page.files.find(({ kind }) => kind === "heap")!;
      const profile = await fetch(new URL(file.url!, url));
      const original = readFileSync(join(ROOT, CLASSIC, file.snapshot, "pprof/heap"));
      expect(Buffer.from(await profile.arrayBuffer())).toEqual(original);
    });
    expect(code).toBe(0);
  });

  test("shows the code of a profile that is not of memory", async () => {
    await whileServing(["ui", "test/fixtures/pprof/mutex.pb.gz"], async (url) => {
      const page = await pageAt(url);
      expect([page.opens, page.report, page.code[0]!.kind]).toEqual(["code", null, "profile"]);
      expect(page.code[0]!.defaultValue).toBe("delay");
    });
    const broken = await resident(["ui", "package.json"]);
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining("error:")]);
  });

  test("asks for a token where others can reach it", async () => {
    const args = ["ui", CLASSIC, "--host", "0.0.0.0", "--page-token", "a long secret"];
    await whileServing(args, async (url) => {
      const local = url.replace("0.0.0.0", "127.0.0.1");
      expect(new URL(local).searchParams.get("token")).toBe("a long secret");
      expect((await pageAt(local)).format).toBe("resident.page/1");
      expect((await fetch(new URL("/api/v1/page", local))).status).toBe(401);
    });
  });

  test("says what is wrong", async () => {
    const short = await resident(["ui", CLASSIC, "--page-token", "short"]);
    expect([short.code, short.stderr]).toEqual([2, expect.stringContaining("too short")]);
    const two = await resident(["ui", CLASSIC, CLASSIC]);
    expect([two.code, two.stderr]).toEqual([2, expect.stringContaining("takes one target")]);
  });
});

describe("resident report", () => {
  const folder = mkdtempSync(join(tmpdir(), "resident-report-"));

  test("writes one file, for its owner only, and none over another", async () => {
    const path = join(folder, "report.html");
    const first = await resident(["report", CLASSIC, "-o", path]);
    expect([first.code, first.stdout]).toEqual([0, ""]);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, "utf8")).toMatch(/^<!doctype html>[\s\S]*id="resident-page"/);
    expect(statSync(path).size).toBeLessThan(600 << 10);
    const again = await resident(["report", CLASSIC, "-o", path]);
    expect([again.code, again.stderr]).toEqual([2, expect.stringContaining("is there already")]);
    expect((await resident(["report", CLASSIC, "-o", path, "--force"])).code).toBe(0);
  });

  test("wants to know where to", async () => {
    const { code, stderr } = await resident(["report", CLASSIC]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("-o report.html")]);
  });
});

describe("resident pprof -http", () => {
  const CPU = "test/fixtures/pprof/cpu.pb.gz";
  const serveArgs = ["pprof", "-http=localhost:0", "-no_browser"];

  test("opens Code with the filters of the command line", async () => {
    const args = [...serveArgs, "-focus=json", "-ignore=gzip", "-lines", CPU];
    await whileServing(args, async (url) => {
      expect(new URL(url).hash).toBe("#code?focus=json&by=line");
      const page = await pageAt(url);
      expect([page.opens, page.report, page.code[0]!.defaultValue]).toEqual(["code", null, "cpu"]);
      expect(page.code[0]!.strings.some((name) => /encoding\/json/.test(name))).toBe(true);
      expect(page.code[0]!.strings.some((name) => /compress\/gzip/.test(name))).toBe(false);
      expect(page.files[0]!.source).toEqual(["-ignore=gzip", CPU]);
    });
  });

  test("shows the value that is asked for, and hands on the whole profile", async () => {
    const path = join(mkdtempSync(join(tmpdir(), "resident-http-")), "again.pb.gz");
    await whileServing([...serveArgs, "-sample_index=samples", CPU], async (url) => {
      const page = await pageAt(url);
      expect(page.code[0]!.defaultValue).toBe("samples");
      const answer = await fetch(new URL(page.files[0]!.url!, url));
      writeFileSync(path, Buffer.from(await answer.arrayBuffer()));
    });
    const top = (file: string) => resident(["pprof", "-top", file]);
    expect((await top(path)).stdout).toBe((await top(CPU)).stdout);
  });

  test("an address that is none", async () => {
    const { code, stderr } = await resident(["pprof", "-http=nonsense", "-no_browser", CPU]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("could not split http address")]);
  });
});
