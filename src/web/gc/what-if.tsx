/** What other settings would make of this program: two sliders, what is foretold, what to set. */
import { formatBytes } from "../../base/units.ts";
import type { GcTable, WhatIfAnswer, WhatIfGrid } from "../../model/page.ts";
import { rangeOfTexts } from "../format.ts";
import { Copyable } from "../parts/copyable.tsx";
import { Prose } from "../parts/prose.tsx";
import type { PageState } from "../state/url-state.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { basisText, noAnswerText, reachedText, sinceText, tooLowText } from "./settings-text.ts";
import {
  answerAt,
  FIGURES,
  type Figure,
  type GridPlace,
  gogcText,
  leastLimit,
  memlimitText,
  placeOfState,
  settingText,
  stateOfPlace,
  withAsked,
} from "./what-if-grid.ts";

type NoAnswer = Pick<GcTable, "settingsChange" | "whatIfRefusal">;

interface Props {
  readonly grid: WhatIfGrid;
  readonly table: Pick<GcTable, "source" | "settingsChange">;
  readonly state: PageState;
  readonly change: ChangeState;
}

export function WhatIf({ grid: told, table, state, change }: Props) {
  const { source, settingsChange } = table;
  const grid = withAsked(told, state);
  const place = placeOfState(grid, state);
  const isNow = place.gogc === grid.now[0] && place.memlimit === grid.now[1];
  const go = (part: Partial<GridPlace>) =>
    change(stateOfPlace(grid, { ...place, ...part }), "replace");
  return (
    <section className="what-if">
      <h2>What other settings would make of it</h2>
      {settingsChange !== null && <p className="muted">{sinceText(settingsChange)}</p>}
      <p className="muted">{basisText(grid.basis)}</p>
      <div className="sliders">
        <Slider
          title="GOGC"
          values={grid.gogc}
          at={place.gogc}
          now={grid.now[0]}
          text={gogcText}
          onMove={(gogc) => go({ gogc })}
        />
        <Slider
          title="GOMEMLIMIT"
          values={grid.memlimit}
          at={place.memlimit}
          now={grid.now[1]}
          text={(value) => (value === null ? "none" : formatBytes(value))}
          onMove={(memlimit) => go({ memlimit })}
        />
      </div>
      <Answers grid={grid} least={leastLimit(told)} place={place} isNow={isNow} />
      <p>
        {isNow ? (
          <span className="muted">
            Move a slider to try another setting. These are those of now:
          </span>
        ) : (
          <span className="muted">To set it, in the environment of the program:</span>
        )}{" "}
        <Copyable text={settingText(grid, place)} />{" "}
        {!isNow && (
          <button type="button" onClick={() => change({ gogc: "", memlimit: "" }, "replace")}>
            Back to those of now
          </button>
        )}
      </p>
      <div className="muted small">
        Said from {source}.{grid.assumes.length > 0 && " It takes for granted:"}
        <ul className="assumes">
          {grid.assumes.map((text) => (
            <li key={text}>
              <Prose text={text} />
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

/** Too little was seen, also since the settings changed, or the model is not this program. */
export function NoWhatIf({ table }: { readonly table: NoAnswer }) {
  const { settingsChange, whatIfRefusal } = table;
  const text = settingsChange === null ? whatIfRefusal : noAnswerText(settingsChange);
  if (text === null) return null;
  return (
    <section className="what-if">
      <h2>What other settings would make of it</h2>
      <p>{settingsChange === null ? `That can't be said. ${text}` : text}</p>
    </section>
  );
}

interface SliderProps {
  readonly title: string;
  readonly values: readonly (number | null)[];
  readonly at: number;
  readonly now: number;
  readonly text: (value: number | null) => string;
  readonly onMove: (at: number) => void;
}

function Slider({ title, values, at, now, text, onMove }: SliderProps) {
  const shown = text(values[at] ?? null);
  return (
    <label className="slider">
      <span className="slider-title">
        <strong className="code">{title}</strong> <span className="number">{shown}</span>
        {at !== now && <span className="muted small">now {text(values[now] ?? null)}</span>}
      </span>
      <input
        type="range"
        min={0}
        max={values.length - 1}
        step={1}
        value={at}
        aria-valuetext={shown}
        onChange={(event) => onMove(Number(event.target.value))}
      />
      <span className="slider-ends muted small">
        <span>{text(values[0] ?? null)}</span>
        <span>{text(values.at(-1) ?? null)}</span>
      </span>
    </label>
  );
}

interface AnswersProps {
  readonly grid: WhatIfGrid;
  /** The lowest GOMEMLIMIT that something is said of. */
  readonly least: number | null;
  readonly place: GridPlace;
  readonly isNow: boolean;
}

function Answers({ grid, least, place, isNow }: AnswersProps) {
  const now = answerAt(grid, { gogc: grid.now[0], memlimit: grid.now[1] });
  const tried = answerAt(grid, place);
  return (
    <>
      <Warning grid={grid} least={least} place={place} tried={tried} />
      <table className="table what-if-table" aria-live="polite">
        <thead>
          <tr>
            <th />
            <th className="number">now</th>
            {!isNow && <th className="number">with {settingName(grid, place)}</th>}
          </tr>
        </thead>
        <tbody>
          {FIGURES.filter(({ of }) => isKnown(now, of) || isKnown(tried, of)).map((figure) => (
            <tr key={figure.title}>
              <th scope="row">{figure.title}</th>
              <Answer answer={now} figure={figure} />
              {!isNow && <Answer answer={tried} figure={figure} />}
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function isKnown(answer: WhatIfAnswer | null, of: Figure["of"]): boolean {
  return answer !== null && of(answer) !== null;
}

function settingName(grid: WhatIfGrid, { gogc, memlimit }: GridPlace): string {
  const parts: string[] = [];
  if (gogc !== grid.now[0]) parts.push(`GOGC=${gogcText(grid.gogc[gogc] ?? null)}`);
  if (memlimit !== grid.now[1]) {
    parts.push(`GOMEMLIMIT=${memlimitText(grid.memlimit[memlimit] ?? null)}`);
  }
  return parts.join(", ");
}

function Answer({
  answer,
  figure,
}: {
  readonly answer: WhatIfAnswer | null;
  readonly figure: Figure;
}) {
  const span = answer === null ? null : figure.of(answer);
  if (span === null) return <td className="number muted">can't be said</td>;
  const { value, low, high } = span;
  const [from, to] = [figure.text(low), figure.text(high)];
  return (
    <td className="number">
      {figure.text(value)}
      <span className="muted small interval">{from === to ? "" : rangeOfTexts(from, to)}</span>
    </td>
  );
}

interface WarningProps {
  readonly grid: WhatIfGrid;
  readonly least: number | null;
  readonly place: GridPlace;
  readonly tried: WhatIfAnswer | null;
}

function Warning({ grid, least, place, tried }: WarningProps) {
  const texts: string[] = [];
  const memlimit = grid.memlimit[place.memlimit] ?? null;
  if (memlimit !== null && least !== null && memlimit < least)
    texts.push(tooLowText(memlimit, least));
  else if (tried === null) texts.push("Too little is known to say what these settings would do.");
  if (tried !== null && tried.reachedIn !== null) texts.push(reachedText(tried.reachedIn));
  if (tried?.isThrashing === true) {
    texts.push("The collector could not keep up: it would run nearly all the time.");
  }
  const rss = tried?.peakRss ?? null;
  if (grid.limit !== null && rss !== null && rss.high > grid.limit) {
    const may = rss.low > grid.limit ? "would be" : "may be";
    texts.push(`RSS ${may} above the limit of ${formatBytes(grid.limit)}: it is killed there.`);
  }
  if (grid.limit !== null && memlimit !== null && memlimit > grid.limit) {
    texts.push(
      `GOMEMLIMIT is above the limit of ${formatBytes(grid.limit)}, so it would not help.`,
    );
  }
  if (texts.length === 0) return null;
  return (
    <div className="caution" role="status">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </div>
  );
}
