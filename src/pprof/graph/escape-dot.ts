/** Texts as they stand between the quotes of DOT. */
import type { Command } from "../commands.ts";

/** Line breaks become DOT's that keep to the left. */
export function escapeDot(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\l");
}

/**
 * For labels and names of files, which the reference leaves as they are: `-dot` has its bytes, but a
 * quote in one of them would leave a picture undrawn.
 */
export function escapeInPicture(text: string, { picture }: Command): string {
  return picture === undefined ? text : escapeDot(text);
}
