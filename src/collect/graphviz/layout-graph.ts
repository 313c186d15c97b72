/**
 * Graphviz as WebAssembly, so that a call graph can be seen where Graphviz isn't installed. It writes
 * text formats only. The module is more than a megabyte and takes some 40 ms to load: only here, and
 * only when a picture is asked for.
 */
import { ResidentError } from "../../base/errors.ts";

/** Lays out a graph in DOT and draws it. Throws RES_UNSUPPORTED where Graphviz can't. */
export async function layoutGraph(dot: string, format: "svg" | "ps"): Promise<string> {
  const { instance } = await import("@viz-js/viz");
  const viz = await instance();
  const drawn = viz.render(dot, { format });
  if (drawn.status === "success") return drawn.output;
  const reason = drawn.errors.map(({ message }) => message).join("; ");
  throw new ResidentError("RES_UNSUPPORTED", `Graphviz cannot draw the graph: ${reason}`);
}
