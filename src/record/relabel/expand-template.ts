/** `$1`, `${1}`, `$name` and `$$` in a replacement, as Go's Regexp.Expand takes them. Pure. */
import type { Regexp } from "../../base/regexp.ts";

const VARIABLE = /\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu;

/** @param groups of a match of `regexp`; a group that is not there is empty */
export function expandTemplate(
  template: string,
  regexp: Pick<Regexp, "names">,
  groups: readonly string[],
): string {
  return template.replaceAll(VARIABLE, (_, dollar, braced, bare) => {
    if (dollar !== undefined) return "$";
    const name: string = braced ?? bare;
    const number = /^\d+$/.test(name) ? Number(name) : regexp.names.get(name);
    return (number === undefined ? undefined : groups[number]) ?? "";
  });
}
