/**
 * A graph as SVG that fills the window and can be moved and zoomed: Graphviz's has a fixed size, of
 * which a browser shows the corner. Nothing but the frame is changed.
 */
import { PAN_ZOOM_SCRIPT } from "./pan-zoom-script.ts";

const SIZE = /<svg\s*width="[^"]+"\s*height="[^"]+"\s*viewBox="[^"]+"/;
const GRAPH = /<g id="graph\d"/;

/** `svg`: as Graphviz writes it. One that looks otherwise is returned as it is. */
export function pannableSvg(svg: string): string {
  const graph = svg.search(GRAPH);
  const end = svg.lastIndexOf("</svg>");
  if (graph < 0 || end < graph) return svg;
  const script = `<script type="text/ecmascript"><![CDATA[${PAN_ZOOM_SCRIPT}]]></script>`;
  const viewport = '<g id="viewport" transform="scale(0.5,0.5) translate(0,0)">';
  const head = svg.slice(0, graph).replace(SIZE, '<svg width="100%" height="100%"');
  return `${head}${viewport}${svg.slice(graph, end)}</g>${script}${svg.slice(end)}`;
}
