/** What is said of a line of the ledger: what it is, its number and where that is from, its parts. */
import { formatBytes, formatShare } from "../../base/units.ts";
import type { LedgerLine } from "../../model/ledger.ts";
import type { LineWords, Page } from "../../model/page.ts";
import type { Verdict } from "../../model/verdict.ts";
import { formatChange, formatRange } from "../format.ts";
import type { ChangeState } from "../state/use-url-state.ts";
import { colorOf, drawnBytes, pathTo } from "./ledger-layout.ts";

interface Props {
  readonly page: Page;
  readonly line: LedgerLine;
  readonly rss: number | null;
  readonly change: ChangeState;
}

const BASIS = {
  counted: "counted",
  derived: "worked out",
  estimated: "estimated from samples",
} as const;

export function LinePanel({ page, line, rss, change }: Props) {
  const words = page.lines[line.id];
  const owner = page.report?.verdicts.find(({ owns }) => owns.includes(line.id));
  return (
    <section className="line-panel" aria-live="polite">
      <div>
        <h3>{line.title}</h3>
        <p className="line-amount">
          <strong>{line.bytes === null ? "not known" : formatBytes(line.bytes)}</strong>
          <Residence line={line} rss={rss} />
        </p>
        <Words line={line} words={words} />
        {owner !== undefined && <Owner verdict={owner} />}
        {line.place !== undefined && (
          <button
            type="button"
            onClick={() =>
              change({ view: "code", show: "callers", of: line.place!.function, value: "" })
            }
          >
            Who calls it, and what it calls
          </button>
        )}
      </div>
      <div>
        <Facts line={line} words={words} />
        <Parts page={page} line={line} change={change} />
      </div>
    </section>
  );
}

function Residence({ line, rss }: Pick<Props, "line" | "rss">) {
  const resident = line.resident ?? line.bytes;
  if (resident === null || line.bytes === null) return null;
  const share = rss !== null && rss > 0 && resident > 0 ? formatShare(resident / rss) : "";
  const isPart = line.resident !== undefined && line.resident > 0 && line.resident !== line.bytes;
  return (
    <span className="muted">
      {isPart && ` of which ${formatBytes(resident)} are in RAM`}
      {share !== "" &&
        line.id !== "rss" &&
        line.id !== "virt" &&
        ` ${isPart ? "· " : ""}${share} of RSS`}
    </span>
  );
}

function Words({
  line,
  words,
}: {
  readonly line: LedgerLine;
  readonly words: LineWords | undefined;
}) {
  const isCode = line.place !== undefined;
  const text =
    words?.paragraph ?? (isCode ? "What the heap profile says this line of code holds." : "");
  return (
    <>
      {text !== "" && <p>{text}</p>}
      {line.note !== undefined && <p className="muted">{line.note}</p>}
      {line.missing !== undefined && (
        <p className="missing">
          {line.missing.reason}
          {line.missing.remedy !== undefined && <> → {line.missing.remedy}</>}
        </p>
      )}
    </>
  );
}

function Owner({ verdict }: { readonly verdict: Verdict }) {
  return (
    <p>
      <a href={`#finding-${verdict.id}`} onClick={scrollTo(verdict.id)}>
        {verdict.id}
      </a>{" "}
      <span className="muted">speaks of it.</span>
    </p>
  );
}

/** The address's own `#` is the page's state. */
function scrollTo(id: string): (event: { preventDefault(): void }) => void {
  return (event) => {
    event.preventDefault();
    document.getElementById(`finding-${id}`)?.scrollIntoView({ behavior: "smooth" });
  };
}

function Facts({
  line,
  words,
}: {
  readonly line: LedgerLine;
  readonly words: LineWords | undefined;
}) {
  const formula = line.formula ?? words?.formula ?? null;
  const rows: [string, string][] = [];
  if (formula !== null) rows.push(["formula", formula]);
  rows.push(["read from", line.source], ["how", BASIS[line.basis]]);
  if (line.range !== undefined) rows.push(["95 % interval", formatRange(line.range, "bytes")]);
  if (line.change !== undefined) {
    rows.push(["since the first snapshot", formatChange(line.change.bytes, "bytes")]);
  }
  if (line.place !== undefined) {
    rows.unshift(
      ["function", line.place.function],
      ["file", `${line.place.file}:${line.place.line}`],
    );
  }
  return (
    <dl className="facts">
      {rows.map(([what, value]) => (
        <div key={what}>
          <dt>{what}</dt>
          <dd className={/formula|read|file|function/.test(what) ? "code" : ""}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Also those that are too small for the picture, or negative. */
function Parts({ page, line, change }: Pick<Props, "page" | "line" | "change">) {
  const path = pathTo(page.report!.ledger, line.id) ?? [line];
  const inAddresses = line.id === "virt" || path.some(({ id }) => id === "not-resident");
  const parts = line.children.filter(({ bytes }) => bytes !== 0);
  if (parts.length === 0) return null;
  const size = (part: LedgerLine) => drawnBytes(part, inAddresses);
  const whole = parts.reduce((sum, part) => sum + size(part), 0);
  const sorted = parts.toSorted((a, b) => size(b) - size(a));
  return (
    <ul className="parts">
      {sorted.map((part) => (
        <li key={part.id}>
          <button type="button" className="part" onClick={() => change({ line: part.id })}>
            <span
              className="dot"
              style={{ background: `var(--ledger-${colorOf([...path, part])})` }}
            />
            <span className="part-title">{part.title}</span>
            <span className="number">{part.bytes === null ? "?" : formatBytes(part.bytes)}</span>
            <span className="track">
              <span
                className="fill"
                style={{
                  width: `${whole > 0 ? (100 * size(part)) / whole : 0}%`,
                  background: `var(--ledger-${colorOf([...path, part])})`,
                }}
              />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
