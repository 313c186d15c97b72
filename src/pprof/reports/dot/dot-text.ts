/** Names as they stand in DOT text. */
import { baseName } from "../../../base/base-name.ts";
import { type NodeInfo, nameParts } from "../../graph/node-info.ts";
import { shortenName } from "./shorten-name.ts";

/** Line breaks become DOT's that keep to the left. */
export function escapeDot(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\l");
}

/** A short name, package and function on lines of their own; ends in a line break. */
export function multilineName(info: NodeInfo): string {
  const name = escapeDot(shortenName(info.name))
    .replaceAll("::", "\\n")
    // Go's mark of type parameters is no place to break.
    .replaceAll("[...]", "[…]")
    .replaceAll(".", "\\n");
  const file = info.file === "" ? "" : baseName(info.file);
  return `${nameParts({ ...info, name, file }).join("\\n")}\\n`;
}
