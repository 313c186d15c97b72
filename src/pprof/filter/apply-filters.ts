/**
 * The filters of a report, in the order that pprof applies them: each sees what the one before has
 * left. Patterns are compiled before anything is filtered, so that the first wrong one ends it; those
 * of tagshow and taghide only when their turn comes.
 */
import type { Regexp } from "../../base/regexp.ts";
import type { Profile } from "../../model/profile.ts";
import type { Settings } from "../settings.ts";
import { filterByName } from "./filter-by-name.ts";
import { filterByTag } from "./filter-by-tag.ts";
import { filterTags, hasTag } from "./filter-tags.ts";
import { patternOption } from "./match/pattern-option.ts";
import { compileTagFilter, type TagFilter } from "./match/tag-filter.ts";
import { pruneFrom } from "./prune-from.ts";
import { showFrom } from "./show-from.ts";

type Warn = (message: string) => void;

interface Filters {
  readonly focus: Regexp | undefined;
  readonly ignore: Regexp | undefined;
  readonly hide: Regexp | undefined;
  readonly show: Regexp | undefined;
  readonly show_from: Regexp | undefined;
  readonly tagfocus: TagFilter | undefined;
  readonly tagignore: TagFilter | undefined;
  readonly prune_from: Regexp | undefined;
}

/**
 * `numLabelUnits`: the unit of each key of numeric labels. `warn` gets a sentence for each filter that
 * matched nothing, which is not an error. Throws RES_USAGE for a wrong pattern.
 */
export function applyFilters(
  profile: Profile,
  settings: Settings,
  numLabelUnits: ReadonlyMap<string, string>,
  warn: Warn,
): Profile {
  const filters = compileFilters(settings, numLabelUnits, warn);
  const named = applyNames(profile, filters, warn);
  const tagged = applyTags(named, filters, warn);
  const shown = applyTagNames(tagged, settings, warn);
  return filters.prune_from === undefined ? shown : pruneFrom(shown, filters.prune_from);
}

/** In the order in which pprof finds mistakes in them. */
function compileFilters(
  settings: Settings,
  units: ReadonlyMap<string, string>,
  warn: Warn,
): Filters {
  return {
    focus: patternOption("focus", settings.focus),
    ignore: patternOption("ignore", settings.ignore),
    hide: patternOption("hide", settings.hide),
    show: patternOption("show", settings.show),
    show_from: patternOption("show_from", settings.show_from),
    tagfocus: compileTagFilter("tagfocus", settings.tagfocus, units, warn),
    tagignore: compileTagFilter("tagignore", settings.tagignore, units, warn),
    prune_from: patternOption("prune_from", settings.prune_from),
  };
}

function applyNames(profile: Profile, filters: Filters, warn: Warn): Profile {
  const { focus, ignore, hide, show } = filters;
  const named = filterByName(profile, { focus, ignore, hide, show });
  warnUnless(focus === undefined || named.matched.focus, "Focus", warn);
  warnUnless(ignore === undefined || named.matched.ignore, "Ignore", warn);
  warnUnless(hide === undefined || named.matched.hide, "Hide", warn);
  warnUnless(show === undefined || named.matched.show, "Show", warn);
  if (filters.show_from === undefined) return named.profile;
  const started = showFrom(named.profile, filters.show_from);
  warnUnless(started.matched, "ShowFrom", warn);
  return started.profile;
}

function applyTags(profile: Profile, { tagfocus, tagignore }: Filters, warn: Warn): Profile {
  if (tagfocus === undefined && tagignore === undefined) return profile;
  const tagged = filterByTag(profile, tagfocus, tagignore);
  warnUnless(tagged.focusMatched, "TagFocus", warn);
  warnUnless(tagged.ignoreMatched, "TagIgnore", warn);
  return tagged.profile;
}

function applyTagNames(profile: Profile, settings: Settings, warn: Warn): Profile {
  const tagshow = patternOption("tagshow", settings.tagshow);
  warnUnless(tagshow === undefined || hasTag(profile, tagshow), "TagShow", warn);
  const taghide = patternOption("taghide", settings.taghide);
  warnUnless(taghide === undefined || hasTag(profile, taghide), "TagHide", warn);
  return filterTags(profile, tagshow, taghide);
}

function warnUnless(matched: boolean, filter: string, warn: Warn): void {
  if (!matched) warn(`${filter} expression matched no samples`);
}
