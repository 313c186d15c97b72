/**
 * What the server says of itself (server-sent events). The browser connects again by itself where the
 * connection broke; where the server refused, it gives up, so that is tried again from here.
 */
import type { ServerEvent } from "../../model/fleet.ts";
import { addressOf } from "./ask.ts";

const KINDS: readonly ServerEvent["kind"][] = ["look", "error", "processes", "store"];
const AGAIN_MS = 3000;

export interface EventListeners {
  readonly onEvent: (event: ServerEvent) => void;
  /** Also after each time that it was lost. */
  readonly onOpen: () => void;
  readonly onLost: () => void;
}

/** @returns what ends it */
export function listenToServer({ onEvent, onOpen, onLost }: EventListeners): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const connect = () => {
    source = new EventSource(addressOf("api/v1/events"));
    source.onopen = onOpen;
    source.onerror = (event) => {
      // What the server calls an error comes here as well, and has a message.
      if (event instanceof MessageEvent) return;
      onLost();
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_MS);
    };
    for (const kind of KINDS) {
      source.addEventListener(kind, (message: MessageEvent<string>) => {
        // The browser's own error comes here as well, and has none.
        if (typeof message.data === "string") onEvent(JSON.parse(message.data) as ServerEvent);
      });
    }
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}
