/** `resident watch` without a terminal: plain lines until it is told to end. */
import type { LiveTarget } from "../collect/target/target.ts";
import { Watcher, type WatcherOptions } from "./looks/watcher.ts";
import { JsonLines } from "./plain/json-lines.ts";
import { PlainLines } from "./plain/plain-lines.ts";
import { initialState } from "./state/watch-state.ts";

export interface WatchPlainOptions extends WatcherOptions {
  /** Objects for programs in place of sentences. */
  readonly isJson: boolean;
  /** Takes a piece of text, newline included. */
  readonly write: (text: string) => void;
  /** Ends it after so long. */
  readonly forSeconds?: number;
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Resolves when a signal ends it, or its time is over. */
export async function watchPlain(target: LiveTarget, options: WatchPlainOptions): Promise<void> {
  const { write, forSeconds, everySeconds, isJson } = options;
  const settings = { target: target.label, everySeconds, now: Date.now() / 1000 };
  const { data } = initialState({ ...settings, columns: 80, rows: 24 });
  const Lines = isJson ? JsonLines : PlainLines;
  const lines = new Lines(data, target.pid !== undefined);
  const watcher = new Watcher(target, options, (look) => {
    for (const line of lines.add(look)) write(`${line}\n`);
  });
  const end = () => watcher.stop();
  const timer = forSeconds === undefined ? undefined : setTimeout(end, forSeconds * 1000);
  for (const signal of SIGNALS) process.once(signal, end);
  await watcher.watch().finally(() => {
    clearTimeout(timer);
    for (const signal of SIGNALS) process.removeListener(signal, end);
  });
}
