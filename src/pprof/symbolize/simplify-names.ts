/**
 * Names of C++ functions without their parameters and template arguments, so that reports can be
 * read: `a::b<int>::f(char const*)` is `a::b::f`. Go names with `::` or brackets are looked at too;
 * those of generic methods are left as they are.
 *
 * Mangled names (`_ZN…` of C++, `_R…` of Rust) stay mangled, but where the profile has a readable one
 * beside it, that one is kept.
 */
import { ExtendedStrings } from "../../model/extended-strings.ts";
import type { Profile } from "../../model/profile.ts";

export type NameMode = "default" | "templates" | "full" | "none";

/** Of macOS with one more line in front. */
const MANGLED = /^_{1,2}[ZR]/;

/**
 * `force`: also names that a symbolizer chose, made anew from what the linker calls the function.
 * Without it only functions whose two names are the same are looked at.
 */
export function simplifyNames(profile: Profile, mode: NameMode, force = false): Profile {
  const { functions, strings } = profile;
  const table = new ExtendedStrings(strings);
  const name = functions.name.slice();
  for (let i = 0; i < functions.length; i++) {
    const system = strings.get(functions.systemName[i]);
    const given = strings.get(name[i]);
    const keeps = mode !== "none" && given !== system && MANGLED.test(system);
    const isForced = force && given !== "" && system !== "" && !keeps;
    if (isForced) name[i] = functions.systemName[i];
    if (mode === "none" || (!isForced && given !== "" && given !== system)) continue;
    const simple = simplifyName(system, mode);
    name[i] = simple === system ? functions.systemName[i] : table.add(simple);
  }
  return { ...profile, functions: { ...functions, name }, strings: table };
}

export function simplifyName(name: string, mode: NameMode): string {
  if (mode === "full" || mode === "none" || !looksLikeCpp(name)) return name;
  const withoutParameters = withoutPairs(name, "(", ")");
  return mode === "templates" ? withoutParameters : withoutPairs(withoutParameters, "<", ">");
}

/** Not `class.<init>` of Java and not `pkg.(*Type[...]).Method` of Go. */
function looksLikeCpp(name: string): boolean {
  if (name.includes(".<") || name.includes("]).")) return false;
  return /[<>[\]]/.test(name) || name.includes("::");
}

/** Without all that stands between the outermost pairs; what is left of a mismatch stays. */
function withoutPairs(name: string, open: string, close: string): string {
  let kept = "";
  let from = 0;
  let depth = 0;
  for (let i = 0; i < name.length; i++) {
    if (name[i] === open) {
      if (depth === 0) kept += name.slice(from, i);
      if (depth++ === 0) from = i;
    } else if (name[i] === close) {
      if (depth === 0) break;
      if (--depth === 0) from = i + 1;
    }
  }
  return kept + name.slice(from);
}
