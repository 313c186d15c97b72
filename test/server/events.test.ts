/** Server-sent events over a real connection: what is sent, to how many, and that it ends. */
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Listening, listen } from "../../src/server/listen.ts";
import { type RecordedFleet, recordedFleet } from "./support/recorded-fleet.ts";

let fleet: RecordedFleet;
let server: Listening;

beforeEach(async () => {
  fleet = await recordedFleet();
  server = await listen(fleet.app, "127.0.0.1", 0);
});

afterEach(async () => {
  await server.close();
  await fleet.close();
});

interface Heard {
  /** Reads until the text holds this. */
  until(part: string): Promise<string>;
  leave(): Promise<void>;
}

async function hear(): Promise<Heard> {
  const abort = new AbortController();
  const url = `http://127.0.0.1:${server.port}/api/v1/events`;
  const response = await fetch(url, { signal: abort.signal });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const until = async (part: string) => {
    while (!text.includes(part)) {
      const { done, value } = await reader.read();
      if (done) throw new Error(`it ended after: ${text}`);
      text += value;
    }
    return text;
  };
  await until(": listening");
  return { until, leave: async () => abort.abort() };
}

async function eventually(isSo: () => boolean): Promise<void> {
  for (let i = 0; i < 200 && !isSo(); i++) await new Promise((done) => setTimeout(done, 10));
  expect(isSo()).toBe(true);
}

test("what the recorder tells is sent to all who listen, in the words of the API", async () => {
  const listeners = [await hear(), await hear()];
  const error = "It did not answer.\n\nevent: evil";
  const failed = { kind: "error", error, failingSince: 4 } as const;
  for (const listener of fleet.recorder.listeners) {
    listener({ kind: "look", target: 3, time: 5 });
    listener({ ...failed, target: 3, time: 6 });
    listener({ kind: "targets", time: 7 });
    listener({ kind: "store", time: 8, error: null });
  }
  for (const { until } of listeners) {
    const text = await until('"time":8');
    const events = text.split("\n\n").filter((event) => event.startsWith("event: "));
    const [names, data] = [0, 1].map((line) => events.map((event) => event.split("\n")[line]!));
    expect(names).toEqual(["look", "error", "processes", "store"].map((name) => `event: ${name}`));
    expect(data!.map((line) => JSON.parse(line.replace("data: ", "")))).toEqual([
      { kind: "look", process: 3, time: 5 },
      { ...failed, process: 3, time: 6 },
      { kind: "processes", time: 7 },
      { kind: "store", time: 8, error: null },
    ]);
  }
});

describe("nobody is kept who does not listen", () => {
  test("a tab that is closed", async () => {
    const { leave } = await hear();
    await eventually(() => fleet.recorder.listeners.size === 1);
    await leave();
    await eventually(() => fleet.recorder.listeners.size === 0);
  });

  test("all, when the server ends", async () => {
    await hear();
    await hear();
    await server.close();
    await eventually(() => fleet.recorder.listeners.size === 0);
    server = await listen(fleet.app, "127.0.0.1", 0);
  });

  test("one that does not read", async () => {
    const stream = (await fleet.ask("/api/v1/events")).body!;
    await eventually(() => fleet.recorder.listeners.size === 1);
    for (let i = 0; i < 2000; i++) {
      for (const listener of fleet.recorder.listeners) listener({ kind: "targets", time: i });
    }
    await eventually(() => fleet.recorder.listeners.size === 0);
    await stream.cancel();
  });

  test("whoever asks for the head only", async () => {
    expect((await fleet.ask("/api/v1/events", { method: "HEAD" })).status).toBe(200);
    expect(fleet.recorder.listeners.size).toBe(0);
  });
});

test("no more than 64 listen at once, and a place that is left is free", async () => {
  const bodies: ReadableStream[] = [];
  for (let i = 0; i < 64; i++) bodies.push((await fleet.ask("/api/v1/events")).body!);
  const refused = await fleet.ask("/api/v1/events");
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({
    error: "64 listen already: close a tab that is not needed.",
  });
  await bodies.pop()!.cancel();
  await eventually(() => fleet.recorder.listeners.size === 63);
  const again = await fleet.ask("/api/v1/events");
  expect(again.status).toBe(200);
  for (const body of [...bodies, again.body!]) await body.cancel();
});
