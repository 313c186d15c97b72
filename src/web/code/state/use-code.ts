/** From the page's tables and its state to what the Code view shows; recomputed only as needed. */
import { useMemo } from "react";
import type { CodeTable, CodeValue } from "../../../model/page.ts";
import type { PageState } from "../../state/url-state.ts";
import { nearestTo, parseRange } from "../../time/range.ts";
import { type BuiltTree, buildCallTree } from "../tree/build-call-tree.ts";
import { type CodeModel, type MomentModel, unpackCode } from "../tree/code-model.ts";
import { matchFrames, type Pattern, parsePattern } from "../tree/match-frames.ts";
import { type SampleRows, sampleRows } from "../tree/sample-rows.ts";
import { type ViewFrames, viewFrames } from "../tree/view-frames.ts";

/** A value that can be shown, and the table that has it. */
export interface ValueChoice extends CodeValue {
  readonly model: CodeModel;
}

export interface Code {
  readonly choices: readonly ValueChoice[];
  readonly choice: ValueChoice;
  readonly model: CodeModel;
  readonly frames: ViewFrames;
  readonly moment: MomentModel;
  readonly before: MomentModel | null;
  readonly rows: SampleRows;
  readonly base: SampleRows | null;
  readonly built: BuiltTree;
  readonly patterns: Readonly<Record<"search" | "focus" | "hide", Pattern>>;
  /** By row of the view's frames; null: nothing is searched for. */
  readonly found: Uint8Array | null;
}

/** undefined where there is no code to look at. */
export function useCode(tables: readonly CodeTable[], state: PageState): Code | undefined {
  const models = useMemo(() => tables.map(unpackCode), [tables]);
  const choices = useMemo(
    () => models.flatMap((model) => model.values.map((value) => ({ ...value, model }))),
    [models],
  );
  const wanted = state.value || models[0]?.defaultValue;
  const choice = choices.find(({ name }) => name === wanted) ?? choices[0];
  const pair = useMemo(
    () => (choice === undefined ? undefined : momentsOf(choice, state.at, state.base)),
    [choice, state.at, state.base],
  );
  const frames = useMemo(
    () => (choice === undefined ? undefined : viewFrames(choice.model, state.byLine)),
    [choice, state.byLine],
  );
  const { search, focus, hide, isInverted } = state;
  const patterns = useMemo(
    () => ({ search: parsePattern(search), focus: parsePattern(focus), hide: parsePattern(hide) }),
    [search, focus, hide],
  );
  const built = useMemo(() => {
    if (choice === undefined || pair === undefined || frames === undefined) return undefined;
    const match = (pattern: Pattern) => matchFrames(choice.model, frames, pattern);
    const options = { isInverted, focus: match(patterns.focus), hide: match(patterns.hide) };
    return buildCallTree(choice.model, frames, pair.rows, pair.base, options);
  }, [choice, pair, frames, patterns.focus, patterns.hide, isInverted]);
  const found = useMemo(
    () =>
      choice === undefined || frames === undefined
        ? null
        : matchFrames(choice.model, frames, patterns.search),
    [choice, frames, patterns.search],
  );
  return useMemo(() => {
    if (choice === undefined || pair === undefined) return undefined;
    if (frames === undefined || built === undefined) return undefined;
    return { choices, choice, model: choice.model, frames, ...pair, built, patterns, found };
  }, [choices, choice, pair, frames, built, patterns, found]);
}

type Pair = Pick<Code, "moment" | "before" | "rows" | "base">;

function momentsOf({ model, name }: ValueChoice, at: string, base: string): Pair | undefined {
  const moment = momentOf(model, at) ?? model.moments.at(-1);
  if (moment === undefined) return undefined;
  const found = momentOf(model, base) ?? null;
  // Of two ranges that mean one moment there is nothing to compare.
  const before = found === moment && parseRange(base) !== null ? null : found;
  const rows = sampleRows(model, moment, name) ?? emptyRows();
  const baseRows = before === null ? null : (sampleRows(model, before, name) ?? null);
  return { moment, before, rows, base: baseRows };
}

/** By the name of its snapshot, or the one that a range of time is nearest to. */
function momentOf({ moments }: CodeModel, text: string): MomentModel | undefined {
  const range = parseRange(text);
  if (range === null) return moments.find(({ snapshot }) => snapshot === text);
  return moments[
    nearestTo(
      moments.map(({ time }) => time),
      range,
    )
  ];
}

function emptyRows(): SampleRows {
  const none = new Float64Array(0);
  return { stack: new Int32Array(0), value: none, variance: null, estimate: null, isBytes: false };
}
