/**
 * What Tab offers of the labels of samples: keys where an option wants keys (`tagroot=tenant`), keys and
 * then values where it wants a filter (`tagfocus=tenant=^acme$`).
 */
import type { Profile } from "../../model/profile.ts";
import { compareText } from "../graph/node-info.ts";

const OF_KEYS: ReadonlySet<string> = new Set(["tagroot", "tagleaf", "tagshow", "taghide"]);
const FILTERS: ReadonlySet<string> = new Set(["tagfocus", "tagignore"]);
/** Options that take several keys, separated by commas. */
const LISTS: ReadonlySet<string> = new Set(["tagroot", "tagleaf"]);

export class LabelCompleter {
  private readonly profile: Profile;
  /** Texts of labels by key; none of a key whose labels are numbers. */
  private known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

  constructor(profile: Profile) {
    this.profile = profile;
  }

  /** For the value `typed` of an option; undefined where it is none of labels. */
  ofOption(name: string, typed: string): readonly string[] | undefined {
    if (FILTERS.has(name)) return this.ofFilter(typed);
    if (!OF_KEYS.has(name)) return undefined;
    const comma = LISTS.has(name) ? typed.lastIndexOf(",") + 1 : 0;
    const [before, key] = [typed.slice(0, comma), typed.slice(comma)];
    return this.keys()
      .filter((known) => known.startsWith(key))
      .map((known) => before + known);
  }

  /** `key=`, then with each of its texts: as a whole, as `1` alone is a number and `a` is in `ab`. */
  ofFilter(typed: string): readonly string[] {
    const equals = typed.indexOf("=");
    if (equals < 0) {
      return this.keys()
        .filter((key) => key.startsWith(typed))
        .map((key) => `${key}=`);
    }
    const key = typed.slice(0, equals);
    const wanted = typed.slice(equals + 1).replaceAll(/[\\^$]/g, "");
    const texts = [...(this.labels().get(key) ?? [])].sort(compareText);
    return texts
      .filter((text) => text !== "" && text.startsWith(wanted))
      .map((text) => `${key}=^${asPattern(text)}$`);
  }

  private keys(): string[] {
    return [...this.labels().keys()].sort(compareText);
  }

  private labels(): ReadonlyMap<string, ReadonlySet<string>> {
    this.known ??= labelsOf(this.profile);
    return this.known;
  }
}

function labelsOf({ labels, strings }: Profile): Map<string, Set<string>> {
  const rows = new Map<number, Set<number>>();
  for (let row = 0; row < labels.length; row++) {
    const key = labels.key[row]!;
    const texts = rows.get(key) ?? new Set();
    rows.set(key, texts);
    if (labels.str[row]! >= 0) texts.add(labels.str[row]!);
  }
  const named = [...rows].map(
    ([key, texts]) => [strings.get(key), new Set([...texts].map(strings.get))] as const,
  );
  return new Map(named);
}

/** A comma would begin another pattern, and a space another word. */
function asPattern(text: string): string {
  return text.replace(/[\\^$*+?()[\]{}|.]/g, "\\$&").replace(/[\s,]/g, ".");
}
