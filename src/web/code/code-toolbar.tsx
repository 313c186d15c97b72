/** What to look at in the Code view: value, moment, search, and how the picture is made. */
import { useState } from "react";
import { formatMoment, shortTime, spanText } from "../format-time.ts";
import { Choice } from "../parts/choice.tsx";
import type { PageState, Show } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { parseRange, type TimeRange } from "../time/range.ts";
import { SearchField } from "./search-field.tsx";
import type { Code } from "./state/use-code.ts";
import type { Search } from "./state/use-matches.ts";

interface Props {
  readonly code: Code;
  readonly state: PageState;
  readonly change: ChangeState;
}

const SHOWN: readonly { readonly value: Show; readonly title: string }[] = [
  { value: "flame", title: "Flame graph" },
  { value: "callers", title: "Callers" },
  { value: "table", title: "Table" },
  { value: "source", title: "Source" },
];

/** On a phone the picture comes first: what is chosen seldom is behind "More", as its own row. */
export function CodeToolbar(props: Props & { readonly search: Search }) {
  const { state, change } = props;
  const [isOpen, setOpen] = useState(false);
  const chosen = chosenOf(props);
  return (
    <div className="toolbar">
      <div className="toolbar-row">
        <Choice
          label="Show as"
          options={SHOWN}
          value={state.show}
          onChange={(show) => change({ show })}
        />
        <SearchField {...props} />
        <button
          type="button"
          className="more-button"
          aria-expanded={isOpen}
          aria-controls="more-of-code"
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? "Less" : chosen === 0 ? "More" : `More (${chosen} set)`}
        </button>
      </div>
      <div className="toolbar-row">
        <div id="more-of-code" className={isOpen ? "toolbar-more open" : "toolbar-more"}>
          <More {...props} />
        </div>
        <Ranges state={state} change={change} />
        <Chip name="only" text={state.focus} onRemove={() => change({ focus: "", zoom: "" })} />
        <Chip name="without" text={state.hide} onRemove={() => change({ hide: "", zoom: "" })} />
      </div>
    </div>
  );
}

/** How much of what may be hidden is not as it is at first; the title of the picture names the value. */
function chosenOf({ code, state }: Props): number {
  const isRange = parseRange(state.at) !== null || parseRange(state.base) !== null;
  const isBefore = code.moment.snapshot !== code.model.moments.at(-1)?.snapshot;
  const set = [
    !isRange && (isBefore || code.before !== null),
    state.isInverted && state.show === "flame",
    state.byLine && state.show !== "source",
  ];
  return set.filter(Boolean).length;
}

function More({ code, state, change }: Props) {
  return (
    <>
      <label className="field">
        <span className="sr-only">Value</span>
        <select
          value={code.choice.name}
          onChange={(event) => change({ value: event.target.value, zoom: "" })}
        >
          {code.choices.map(({ name, title }) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <Moments code={code} state={state} change={change} />
      {state.show === "flame" && (
        <Toggle
          title="Callers below"
          hint="Turned round: what holds it at the top, who called it below"
          isOn={state.isInverted}
          onChange={(isInverted) => change({ isInverted, zoom: "" })}
        />
      )}
      {state.show !== "source" && (
        <Toggle
          title="By line"
          hint="Tells the lines of a function apart"
          isOn={state.byLine}
          onChange={(byLine) => change({ byLine, zoom: "", of: "" })}
        />
      )}
    </>
  );
}

/** Which snapshot, and against which; nothing where there is one. */
function Moments({ code, state, change }: Props) {
  const { moments } = code.model;
  const isRange = parseRange(state.at) !== null || parseRange(state.base) !== null;
  if (isRange || moments.length < 2) return null;
  const options = moments.map((moment, i) => (
    <option key={moment.snapshot} value={moment.snapshot}>
      {formatMoment(moment, i, moments)}
    </option>
  ));
  return (
    <>
      <label className="field">
        <span>at</span>
        <select
          value={code.moment.snapshot}
          onChange={(event) => change({ at: event.target.value, zoom: "" })}
          title={shortTime(code.moment.time)}
        >
          {options}
        </select>
      </label>
      <label className="field">
        <span>compared with</span>
        <select
          value={code.before?.snapshot ?? ""}
          onChange={(event) => change({ base: event.target.value, zoom: "" })}
        >
          <option value="">nothing</option>
          {options}
        </select>
      </label>
    </>
  );
}

/** Ranges that were marked in Time. */
function Ranges({ state, change }: Omit<Props, "code">) {
  const [at, base] = [parseRange(state.at), parseRange(state.base)];
  const textOf = (range: TimeRange | null) =>
    range === null ? "" : spanText(range.from, range.to);
  return (
    <>
      <Chip name="at" text={textOf(at)} onRemove={() => change({ at: "", zoom: "" })} />
      <Chip
        name="compared with"
        text={textOf(base)}
        onRemove={() => change({ base: "", zoom: "" })}
      />
    </>
  );
}

interface ToggleProps {
  readonly title: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
}

function Toggle({ title, hint, isOn, onChange }: ToggleProps) {
  return (
    <button
      type="button"
      className="toggle"
      aria-pressed={isOn}
      title={hint}
      onClick={() => onChange(!isOn)}
    >
      {title}
    </button>
  );
}

function Chip(props: {
  readonly name: string;
  readonly text: string;
  readonly onRemove: () => void;
}) {
  if (props.text === "") return null;
  return (
    <span className="chip">
      {props.name} <code>{props.text}</code>
      <button
        type="button"
        className="quiet"
        onClick={props.onRemove}
        aria-label={`Remove: ${props.name} ${props.text}`}
      >
        ×
      </button>
    </span>
  );
}
