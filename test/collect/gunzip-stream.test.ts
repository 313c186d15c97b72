// Gunzip of a stream, and the logs read through it: what fails on the way is an error, never a wait without end.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { openLog } from "../../src/collect/gc/open-log.ts";
import { gunzipStream } from "../../src/collect/gunzip-stream.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-gunzip-stream-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Text that packs badly: a piece of it is not all of it. */
const TEXT = Array.from({ length: 50_000 }, (_, i) => `gc ${i} ${Math.sin(i)}\n`).join("");
const PACKED = gzipSync(TEXT);

async function* inPieces(bytes: Uint8Array, failure?: Error): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 10_000) yield bytes.subarray(at, at + 10_000);
  if (failure !== undefined) throw failure;
}

async function textOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all).toString();
}

test("what comes in pieces is unpacked whole", async () => {
  expect(await textOf(gunzipStream(inPieces(PACKED)))).toBe(TEXT);
});

test("the source's own error comes through", async () => {
  const failure = new Error("the disk is gone");
  const half = PACKED.subarray(0, PACKED.length / 2);
  await expect(textOf(gunzipStream(inPieces(half, failure)))).rejects.toBe(failure);
});

test("what was cut says how far it goes", async () => {
  const half = PACKED.subarray(0, 100_000);
  await expect(textOf(gunzipStream(inPieces(half)))).rejects.toMatchObject({
    code: "RES_DECODE",
    problem: { format: "gzip", at: { offset: 100_000 }, found: "the end of the input" },
  });
});

test("a log whose first piece is damaged is an error with its name", async () => {
  const path = join(folder, "broken.log.gz");
  writeFileSync(path, Buffer.concat([PACKED.subarray(0, 6000), Buffer.alloc(5000, 0xff)]));
  const log = await openLog(path);
  if (!log.isLog) throw new Error("taken for no log");
  await expect(textOf(log.pieces)).rejects.toMatchObject({
    code: "RES_DECODE",
    message: expect.stringContaining(`${path}: gzip: `),
  });
});

test("what is no log is read up to a bound", async () => {
  const path = join(folder, "smaps");
  const mapping = "00400000-004b2000 r-xp 00000000 08:01 131 /srv/app\nSize: 712 kB\nRss: 712 kB\n";
  writeFileSync(path, mapping.repeat(5000));
  const open = async () => {
    const log = await openLog(path);
    if (log.isLog) throw new Error("taken for a log");
    return log;
  };
  expect((await (await open()).rest()).length).toBe(5000 * mapping.length);
  await expect((await open()).rest(1000)).rejects.toMatchObject({ code: "RES_TOO_LARGE" });
});
