/**
 * From a graph in DOT to the picture that a command asks for: SVG by the Graphviz inside, so that
 * nothing needs installing and a profile looks the same everywhere; the rest by the one that is
 * installed.
 */
import { ResidentError } from "../../../base/errors.ts";
import { layoutGraph } from "../../../collect/graphviz/layout-graph.ts";
import { runDot } from "../../../collect/graphviz/run-dot.ts";
import type { Command } from "../../../pprof/commands.ts";
import { pannableSvg } from "../../../pprof/picture/pannable-svg.ts";
import type { ReportOutput } from "../../../pprof/report-input.ts";

/** A label may hold them, but no XML may, and a zero would end the graph. */
const CONTROLS = /(?![\t\n\r])\p{Cc}/gu;

/**
 * The report as it is where the command makes no picture of it. Throws RES_UNSUPPORTED where a
 * format needs a Graphviz that isn't there. `warn` gets what Graphviz says beside.
 */
export async function drawPicture(
  report: ReportOutput,
  { picture, viewer }: Command,
  warn: (message: string) => void,
): Promise<ReportOutput> {
  if (picture === undefined) return report;
  const dot = [...report].join("").replace(CONTROLS, "\ufffd");
  // A browser shows it in a window; another viewer takes care of its own.
  const isPlain = viewer !== undefined && viewer.programs !== "browser";
  if (picture === "svg") {
    const svg = await layoutGraph(dot, "svg");
    return [isPlain ? svg : pannableSvg(svg)];
  }
  const run = runDot(dot, picture);
  if ("picture" in run) {
    if (run.notes !== "") warn(run.notes.trimEnd());
    return [run.picture];
  }
  if (run.isMissing && picture === "ps") return [await layoutGraph(dot, "ps")];
  throw notDrawn(picture, run.failure);
}

function notDrawn(picture: string, failure: string): ResidentError {
  const first = `failed to execute dot. Is Graphviz installed? Error: ${failure}`;
  const next = `${picture.toUpperCase()} needs Graphviz (package graphviz). -svg, -web and -ps work without.`;
  return new ResidentError("RES_UNSUPPORTED", `${first}\n${next}`);
}
