/** The next commands that make sense after this report, ready to copy. */
import type { Report } from "../../../model/report.ts";
import { displayWidth } from "../display-width.ts";
import { shellQuote } from "../shell-quote.ts";
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
  const heaviest = report.code[0]?.function;
  return [
    { command: `resident top ${target}`, purpose: "what else holds memory, with error bars" },
    ...(heaviest === undefined
      ? []
      : [
          {
            command: `resident list ${shellQuote(pattern(heaviest))} ${target}`,
            purpose: "its source",
          },
        ]),
    ...(report.snapshots.length > 1 || report.pid === null
      ? []
      : [{ command: `resident ${target} --for 30s`, purpose: "growth, rates and forecasts" }]),
    { command: `resident ${target} --explain idle`, purpose: "what a line of the ledger is" },
  ];
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

/** The function's own name, as a regular expression that finds it. */
function pattern(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
