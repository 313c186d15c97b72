/**
 * A range as a pprof profile: read again here it gives the numbers of the recording, and `go tool
 * pprof`, asked for the address itself, those of `resident top`.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { topOfRecording } from "../../src/analyze/top-of-recording.ts";
import { decodePprof } from "../../src/decode/pprof/decode-pprof.ts";
import { type Profile, valueTypeIndex } from "../../src/model/profile.ts";
import type { Recording } from "../../src/model/snapshot.ts";
import { type Listening, listen } from "../../src/server/listen.ts";
import { machineGo } from "../support/go.ts";
import { recordingOf } from "../web/support/page-of.ts";
import { type RecordedFleet, record, recordedFleet, withTimes } from "./support/recorded-fleet.ts";

const run = promisify(execFile);
const go = await machineGo();

let fleet: RecordedFleet;
let server: Listening;
const leaking = await recordingOf("test/fixtures/web/live-heap-growing.tgz");
const old = await recordingOf("test/fixtures/captures/probe/go1.11").then((recording) =>
  // The later looks have the text form, whose counts are not scaled.
  withTimes({ ...recording, snapshots: recording.snapshots.slice(0, 1) }),
);

beforeAll(async () => {
  fleet = await recordedFleet();
  await record(fleet.store, leaking, { instance: "a:1" }, "shop");
  await record(fleet.store, old, { instance: "b:1" }, "old");
  server = await listen(fleet.app, "127.0.0.1", 0);
});

afterAll(async () => {
  await server.close();
  await fleet.close();
});

async function profileAt(path: string): Promise<Profile> {
  const response = await fleet.ask(path);
  expect(response.status).toBe(200);
  return decodePprof(gunzipSync(new Uint8Array(await response.arrayBuffer())));
}

function sumOf(profile: Profile, type: string): number {
  const column = profile.samples.values[valueTypeIndex(profile, type)]!;
  return Array.from(column, Number).reduce((sum, value) => sum + value, 0);
}

describe.each<[string, number, Recording]>([
  ["Go 1.26", 0, leaking],
  ["Go 1.11, which overstates large objects", 1, old],
])("%s", (_, id, recording) => {
  const last = recording.snapshots.at(-1)!;

  test("has what the program's own profile had live, and what it allocated in the range", async () => {
    const profile = await profileAt(`/api/v1/processes/${id}/profile?type=heap`);
    const own = last.heap!;
    expect(profile.period).toBe(own.period);
    for (const type of ["inuse_space", "inuse_objects"]) {
      const truth = sumOf(own, type);
      // Each sample may have lost less than one when it was cut.
      expect(Math.abs(sumOf(profile, type) - truth)).toBeLessThanOrEqual(own.samples.length);
    }
    const first = recording.snapshots[0]!.heap!;
    const added = sumOf(own, "alloc_space") - sumOf(first, "alloc_space");
    expect(Math.abs(sumOf(profile, "alloc_space") - added)).toBeLessThanOrEqual(
      2 * own.samples.length,
    );
    expect(Number(profile.timeNanos / 1_000_000n)).toBe(Math.round(last.time! * 1000));
  });

  test("has every goroutine", async () => {
    const profile = await profileAt(`/api/v1/processes/${id}/profile?type=goroutine`);
    expect(sumOf(profile, "goroutine")).toBe(last.goroutines!.total);
  });
});

test.skipIf(go === undefined)("go tool pprof says what resident top says", async () => {
  const url = `http://127.0.0.1:${server.port}/api/v1/processes/0/profile?type=heap`;
  const flags = ["-top", "-unit=B", "-nodecount=500", "-nodefraction=0"];
  const folder = mkdtempSync(join(tmpdir(), "resident-pprof-"));
  const env = { ...process.env, PPROF_TMPDIR: folder };
  const { stdout } = await run(go!.command, ["tool", "pprof", ...flags, url], { env });
  rmSync(folder, { recursive: true });
  const rows = stdout.split("\n").flatMap((line) => {
    const match = /^\s*\d+B?\s+\S+\s+\S+\s+(\d+)B\s+\S+\s+(.+)$/.exec(line);
    return match === null ? [] : [[match[2]!, Number(match[1])] as const];
  });
  const said = new Map(rows);
  const { lines } = topOfRecording(leaking, { value: "inuse_space", granularity: "functions" });
  const held = lines.filter(({ bytes }) => bytes > 0);
  expect(held.length).toBeGreaterThan(1);
  for (const line of held) {
    // Values of a profile are cut to whole bytes, sample by sample.
    expect(Math.abs(said.get(line.function)! - line.cum.bytes)).toBeLessThanOrEqual(50);
  }
});

test("a range without a profile says so", async () => {
  const response = await fleet.ask("/api/v1/processes/0/profile?from=1&to=2");
  expect([response.status, await response.json()]).toEqual([
    404,
    { error: "There is no heap profile in the range." },
  ]);
});
