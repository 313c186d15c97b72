/**
 * Runs the live view in a terminal: events into the state machine, its state onto the screen, its
 * effects to whoever can do them. Resolves when the user quits.
 */
import { render } from "ink";
import { createElement } from "react";
import type { PaintOptions } from "../../report/text/paint.ts";
import { screenSections } from "../screen/screen-sections.ts";
import type { Effect, WatchEvent } from "../state/step.ts";
import type { WatchState } from "../state/watch-state.ts";
import { update } from "../update.ts";
import { enterFullScreen } from "./full-screen.ts";
import { Screen } from "./screen-view.ts";

export interface ScreenStreams {
  readonly stdin: NodeJS.ReadStream;
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

export interface RunningScreen {
  /** Tells the view what happened. */
  readonly tell: (event: WatchEvent) => void;
  readonly close: () => void;
}

/** A frame is 10 to 20 ms of work: looks that come close together share one, a key is answered at once. */
const FRAME_MS = { look: 400, key: 30 } as const;

/** @param onEffect does what the view wants done, all but quitting */
export function runScreen(
  first: WatchState,
  streams: ScreenStreams,
  look: PaintOptions,
  onEffect: (effect: Effect) => void,
): RunningScreen {
  const leave = enterFullScreen(streams.stdout);
  let state = first;
  let frame: { readonly due: number; readonly timer: NodeJS.Timeout } | undefined;
  const element = () =>
    createElement(Screen, {
      sections: screenSections(state, look.unicode),
      columns: state.columns,
      look,
      onKey: (key: string) => tell({ kind: "key", key }),
    });
  const view = render(element(), { ...streams, exitOnCtrlC: false, patchConsole: false });
  const draw = () => {
    clearTimeout(frame?.timer);
    frame = undefined;
    view.rerender(element());
  };
  const drawWithin = (ms: number) => {
    const due = performance.now() + ms;
    if (frame !== undefined && frame.due <= due) return;
    clearTimeout(frame?.timer);
    frame = { due, timer: setTimeout(draw, ms) };
  };
  const tell = (event: WatchEvent) => {
    const step = update(state, event);
    const isSoon = event.kind !== "look" && event.kind !== "tick";
    if (step.state !== state) drawWithin(isSoon ? FRAME_MS.key : FRAME_MS.look);
    state = step.state;
    for (const effect of step.effects) onEffect(effect);
  };
  const onResize = () => {
    tell({ kind: "resize", ...sizeOf(streams.stdout) });
    // Ink draws what it has right after this, and it must not be wider than the terminal.
    draw();
  };
  streams.stdout.prependListener("resize", onResize);
  return {
    tell,
    close: () => {
      clearTimeout(frame?.timer);
      streams.stdout.removeListener("resize", onResize);
      view.clear();
      view.unmount();
      leave();
    },
  };
}

export function sizeOf(stdout: NodeJS.WriteStream): { columns: number; rows: number } {
  return { columns: stdout.columns || 80, rows: stdout.rows || 24 };
}
