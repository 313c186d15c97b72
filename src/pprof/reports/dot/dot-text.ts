/** Names as they stand in DOT text. */
import { baseName } from "../../../base/base-name.ts";
import type { Command } from "../../commands.ts";
import { escapeDot, escapeInPicture } from "../../graph/escape-dot.ts";
import { type NodeInfo, nameParts } from "../../graph/node-info.ts";
import { shortenName } from "./shorten-name.ts";

/** A short name, package and function on lines of their own; ends in a line break. */
export function multilineName(info: NodeInfo, command: Command): string {
  const name = escapeDot(shortenName(info.name))
    .replaceAll("::", "\\n")
    // Go's mark of type parameters is no place to break.
    .replaceAll("[...]", "[…]")
    .replaceAll(".", "\\n");
  const file = info.file === "" ? "" : escapeInPicture(baseName(info.file), command);
  return `${nameParts({ ...info, name, file }).join("\\n")}\\n`;
}
