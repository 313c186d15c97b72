/**
 * What happens, as server-sent events: each look, each failure, targets that come and go. A comment
 * now and then keeps proxies from closing a quiet connection. A listener that does not read is let
 * go, so that nothing piles up for it.
 */
import type { Context } from "hono";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import type { ServerEvent } from "../../model/fleet.ts";
import type { Recorder, RecorderEvent } from "../../record/recorder.ts";
import { Refusal } from "../problem.ts";

const KEEP_ALIVE_MS = 15_000;
/** Tabs of a few people; each costs a write for each look. */
const MOST_LISTENERS = 64;
/** Events that wait for one listener. */
const MOST_WAITING = 1000;

export class EventStream {
  private listeners = 0;
  private readonly recorder: Recorder;

  constructor(recorder: Recorder) {
    this.recorder = recorder;
  }

  /** @throws Refusal 503 where too many listen */
  answer(context: Context): Response {
    if (context.req.method === "HEAD") {
      return context.body(null, 200, { "content-type": "text/event-stream" });
    }
    if (this.listeners >= MOST_LISTENERS) {
      throw new Refusal(503, `${MOST_LISTENERS} listen already: close a tab that is not needed.`);
    }
    this.listeners++;
    return streamSSE(context, async (stream) => {
      try {
        await send(stream, this.recorder);
      } finally {
        this.listeners--;
      }
    });
  }
}

/** Until the listener goes, or does not read. */
async function send(stream: SSEStreamingApi, recorder: Recorder): Promise<void> {
  const waiting: ServerEvent[] = [];
  let wake = () => {};
  let isOver = false;
  const end = () => {
    isOver = true;
    wake();
  };
  const stop = recorder.listen((event) => {
    waiting.push(serverEvent(event));
    if (waiting.length > MOST_WAITING) stream.abort();
    wake();
  });
  stream.onAbort(end);
  try {
    await stream.write(": listening\n\n");
    while (!isOver) {
      const event = waiting.shift();
      if (event !== undefined) {
        await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
        continue;
      }
      const isQuiet = await new Promise<boolean>((done) => {
        const timer = setTimeout(() => done(true), KEEP_ALIVE_MS);
        wake = () => {
          clearTimeout(timer);
          done(false);
        };
      });
      if (isQuiet) await stream.write(": still here\n\n");
    }
  } finally {
    stop();
  }
}

function errorEvent({
  target: process,
  ...event
}: Extract<RecorderEvent, { kind: "error" }>): ServerEvent {
  return { ...event, process };
}

function serverEvent(event: RecorderEvent): ServerEvent {
  switch (event.kind) {
    case "look":
      return { kind: "look", process: event.target, time: event.time };
    case "error":
      return errorEvent(event);
    case "targets":
      return { kind: "processes", time: event.time };
    case "store":
      return event;
  }
}
