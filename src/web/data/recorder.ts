/**
 * What a recording server knows, kept up to date: the list of its processes, and which of them had a
 * look since. It lives outside of React, as the server's events do. What is there stays there when the
 * server is gone; it is tried again until it comes back.
 */
import type { AddedAnswer, ProcessList, ProcessRow, ServerEvent } from "../../model/fleet.ts";
import { ask, ServerGone, sentenceOf } from "./ask.ts";
import { listenToServer } from "./server-events.ts";

export interface RecorderState {
  readonly list: ProcessList;
  /** Since when the server does not answer (Unix seconds of this machine); null: it does. */
  readonly lostSince: number | null;
  /** What it said where it answered and refused. */
  readonly problem: string | null;
  /** By process: when its last look was that we heard of. */
  readonly looks: ReadonlyMap<number, number>;
}

/** Not more often than this, and not more than a tenth of the time spent on it. */
const SHORTEST_MS = 1500;
const RETRY_MS = 3000;

export class Recorder {
  private state: RecorderState;
  private readonly listeners = new Set<() => void>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private asked = 0;
  private wait = SHORTEST_MS;
  /** Of the server's clock less that of this machine, in seconds. */
  private ahead: number;

  constructor(list: ProcessList) {
    this.state = { list, lostSince: null, problem: null, looks: new Map() };
    this.ahead = list.time - Date.now() / 1000;
  }

  /** @returns what ends it */
  start(): () => void {
    const end = listenToServer({
      onEvent: (event) => this.take(event),
      onOpen: () => this.refresh(),
      onLost: () => this.lose(),
    });
    // Nobody looks at a hidden page; when it is seen again it is brought up to date.
    const onSeen = () => this.refresh();
    document.addEventListener("visibilitychange", onSeen);
    return () => {
      end();
      document.removeEventListener("visibilitychange", onSeen);
      clearTimeout(this.timer);
    };
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly current = (): RecorderState => this.state;

  /** By the server's clock, Unix seconds. */
  now(): number {
    return Date.now() / 1000 + this.ahead;
  }

  /** @throws Error with what the server said */
  async add(target: string): Promise<void> {
    await ask<AddedAnswer>("api/v1/processes", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ target }),
    });
    await this.load();
  }

  private take(event: ServerEvent): void {
    if (event.kind === "look") {
      const looks = new Map(this.state.looks).set(event.process, event.time);
      this.change({ looks, list: withRow(this.state.list, event.process, seenAt(event.time)) });
    } else if (event.kind === "error") {
      const { error, failingSince } = event;
      const silent = failingSince === null ? {} : { state: "down" as const };
      const part = { error, failingSince, ...silent };
      this.change({ list: withRow(this.state.list, event.process, () => part) });
    }
    this.refresh();
  }

  private lose(): void {
    if (this.state.lostSince === null) this.change({ lostSince: Date.now() / 1000 });
  }

  private refresh(): void {
    if (this.timer !== undefined || document.hidden) return;
    const since = Date.now() - this.asked;
    this.timer = setTimeout(() => void this.load(), Math.max(0, this.wait - since));
  }

  private async load(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.asked = Date.now();
    try {
      const list = await ask<ProcessList>("api/v1/processes");
      this.wait = Math.max(SHORTEST_MS, 10 * (Date.now() - this.asked));
      this.ahead = list.time - Date.now() / 1000;
      this.change({ list, lostSince: null, problem: null });
    } catch (error) {
      if (error instanceof ServerGone) this.lose();
      else this.change({ problem: sentenceOf(error), lostSince: null });
      this.timer = setTimeout(() => void this.load(), RETRY_MS);
    }
  }

  private change(part: Partial<RecorderState>): void {
    this.state = { ...this.state, ...part };
    for (const listener of this.listeners) listener();
  }
}

type RowChange = (row: ProcessRow) => Partial<ProcessRow>;

/** What an event tells is shown at once; the whole list may take its time. */
function withRow(list: ProcessList, id: number, change: RowChange): ProcessList {
  const processes = list.processes.map((row) => (row.id === id ? { ...row, ...change(row) } : row));
  return { ...list, processes };
}

/** What a look that brought something lacked all the same is told after it: that one stays until then. */
function seenAt(time: number): RowChange {
  return ({ state, lastLook, error }) => ({
    state: "up",
    lastLook: Math.max(time, lastLook ?? 0),
    failingSince: null,
    error: state === "up" ? error : null,
  });
}
