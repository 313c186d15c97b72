/** Keys as the state machine names them, from what Ink makes of a terminal's bytes. */
import type { Key as InkKey } from "ink";
import type { Key } from "../state/keys.ts";

const NAMES: readonly (readonly [keyof InkKey, Key])[] = [
  ["upArrow", "up"],
  ["downArrow", "down"],
  ["leftArrow", "left"],
  ["rightArrow", "right"],
  ["pageUp", "pageup"],
  ["pageDown", "pagedown"],
  ["home", "home"],
  ["end", "end"],
  ["tab", "tab"],
  ["backspace", "backspace"],
  ["delete", "backspace"],
  ["escape", "escape"],
];

/**
 * One key, or several where they came faster than they were read. Escape and a key in one read look
 * like Alt and that key. No key of the screen is with Alt, so it is Escape and then the key. Not so
 * with an arrow, where Alt has bytes of its own, and Ink does not tell the two apart.
 */
export function keyName(input: string, key: InkKey): Key[] {
  if (key.return) return key.meta ? ["escape", "enter"] : ["enter"];
  const named = NAMES.find(([flag]) => key[flag] === true);
  if (named !== undefined) return [named[1]];
  if (key.ctrl) return [`ctrl-${input}`];
  return key.meta ? ["escape", ...input] : [...input];
}
