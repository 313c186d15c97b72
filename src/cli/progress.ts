/**
 * What is being waited for, on one line of standard error that goes away by itself. Only where
 * standard error is a terminal and it takes long enough to wonder.
 */
import { cutEnd } from "../report/text/display-width.ts";
import type { Terminal } from "./terminal.ts";

const PATIENCE_MS = 500;

export interface Progress {
  update(text: string): void;
  /** Takes the line away. */
  stop(): void;
}

export function startProgress({ stderr }: Terminal, text: string): Progress {
  if (stderr.isTTY !== true) return { update: () => {}, stop: () => {} };
  let current = text;
  let isShown = false;
  const show = () => {
    isShown = true;
    stderr.write(`\r\x1b[K${cutEnd(current, (stderr.columns || 80) - 1)}`);
  };
  const timer = setTimeout(show, PATIENCE_MS);
  return {
    update(next) {
      current = next;
      if (isShown) show();
    },
    stop() {
      clearTimeout(timer);
      if (isShown) stderr.write("\r\x1b[K");
    },
  };
}
