/** The next commands that make sense after this report, ready to copy. */
import { causes } from "../../../analyze/code/service-code.ts";
import { sourcePattern } from "../../../analyze/verdicts/rule/evidence.ts";
import { shellQuote } from "../../../base/shell-quote.ts";
import { eachLine, findLine } from "../../../model/ledger.ts";
import type { CodeLine, Report } from "../../../model/report.ts";
import { displayWidth } from "../display-width.ts";
import { span, type TextLine } from "../spans.ts";
import { hanging } from "../wrap.ts";

interface Hint {
  readonly command: string;
  readonly purpose: string;
}

export function hintLines(report: Report, width: number): TextLine[] {
  const hints = hintsFor(report);
  const margin = Math.max(...hints.map((hint) => displayWidth(hint.command))) + 4;
  const isNarrow = margin + Math.max(...hints.map((hint) => hint.purpose.length)) > width;
  return [
    [span("Go on with", "strong")],
    ...hints.flatMap((hint) => (isNarrow ? stacked(hint, width) : beside(hint, margin, width))),
  ];
}

function hintsFor(report: Report): Hint[] {
  const { target } = report;
  const heaviest = notableLine(report);
  return [
    ...(causes(report.code).length === 0
      ? []
      : [
          { command: `resident top ${target}`, purpose: "what else holds memory, with error bars" },
        ]),
    ...(heaviest === undefined
      ? []
      : [
          {
            command: `resident list ${shellQuote(sourcePattern(heaviest))} ${target}`,
            purpose: "its source",
          },
        ]),
    ...(report.snapshots.length > 1 || report.pid === null
      ? []
      : [{ command: `resident ${target} --for 30s`, purpose: "growth, rates and forecasts" }]),
    {
      command: `resident ${target} --explain ${shellQuote(example(report))}`,
      purpose: "what that line is, and where it was read",
    },
  ];
}

/** A smaller part of what is live is not worth a look at its source. */
const NOTABLE = 0.1;

/** The heaviest line that a reader can change: not the runtime's own, and of enough samples. */
function notableLine({ code, ledger }: Report): CodeLine | undefined {
  const live = findLine(ledger, "live")?.bytes ?? code.reduce((sum, { bytes }) => sum + bytes, 0);
  return causes(code).find(
    (line) =>
      line.resolvable && !line.function.startsWith("runtime.") && line.bytes >= NOTABLE * live,
  );
}

/** A title that stands above: that of the line which the answer is about. */
function example({ ledger, verdicts }: Report): string {
  const [id] = verdicts[0]?.owns ?? [];
  const line = id === undefined ? undefined : findLine(ledger, id);
  if (line !== undefined) return line.title;
  const known = [...eachLine(ledger)].filter(({ bytes }) => bytes !== null);
  return (known.find((one) => one.id === "rss") ?? known[0] ?? ledger).title;
}

function beside(hint: Hint, margin: number, width: number): TextLine[] {
  const command = `  ${hint.command}`;
  const padding = " ".repeat(margin - displayWidth(command));
  return hanging([span(command, "accent"), span(padding)], hint.purpose, width, "faint");
}

function stacked(hint: Hint, width: number): TextLine[] {
  return [
    [span(`  ${hint.command}`, "accent")],
    ...hanging([span("      ")], hint.purpose, width, "faint"),
  ];
}
