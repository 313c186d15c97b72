/**
 * The filters of pprof once more, as plainly as they can be said: every sample by itself, every frame
 * as an object, every pattern tried wherever it matters. What the fast ones are held to.
 */
import type { Profile } from "../../../src/model/profile.ts";
import { pathOf } from "../../support/plain-profile.ts";

export interface Frame {
  /** Undefined for a line without a function. */
  readonly name: string | undefined;
  readonly file: string;
}

export interface Place {
  readonly id: number;
  readonly mapping: string | undefined;
  /** Innermost first; shared by all samples that pass here. */
  readonly lines: Frame[];
}

export interface PlainSample {
  readonly values: readonly (number | bigint)[];
  /** Leaf first. */
  path: Place[];
  labels: { readonly key: string; readonly value: string | number }[];
}

export interface Plain {
  places: Place[];
  samples: PlainSample[];
}

export function plainOf(profile: Profile): Plain {
  const { locations, lines, functions, mappings, strings, samples, labels, stacks } = profile;
  const rows = (start: number, end: number) =>
    Array.from({ length: end - start }, (_, i) => start + i);
  const places = rows(0, locations.length).map((at): Place => {
    const mapping = locations.mapping[at]!;
    return {
      id: locations.id[at]!,
      mapping: mapping < 0 ? undefined : strings.get(mappings.filename[mapping]!),
      lines: rows(locations.lineStart[at]!, locations.lineStart[at + 1]!).map((row) => {
        const func = lines.func[row]!;
        if (func < 0) return { name: undefined, file: "" };
        return {
          name: strings.get(functions.name[func]!),
          file: strings.get(functions.filename[func]!),
        };
      }),
    };
  });
  return {
    places,
    samples: rows(0, samples.length).map((i) => ({
      values: samples.values.map((column) => column[i]!),
      path: pathOf(stacks, samples.stack[i]!).map((at) => places[at]!),
      labels: rows(samples.labelStart[i]!, samples.labelStart[i + 1]!).map((row) => ({
        key: strings.get(labels.key[row]!),
        value: labels.str[row]! < 0 ? Number(labels.num[row]) : strings.get(labels.str[row]!),
      })),
    })),
  };
}

type Pattern = RegExp | undefined;

function frameMatches(pattern: RegExp, { name, file }: Frame): boolean {
  return name !== undefined && (pattern.test(name) || pattern.test(file));
}

function mappingMatches(pattern: RegExp, { mapping }: Place): boolean {
  return mapping !== undefined && pattern.test(mapping);
}

function placeMatches(pattern: RegExp, place: Place): boolean {
  return (
    mappingMatches(pattern, place) || place.lines.some((frame) => frameMatches(pattern, frame))
  );
}

/** Leaves only the frames for which `stays` holds. */
function reduce(place: Place, stays: (frame: Frame, at: number) => boolean): void {
  place.lines.splice(0, place.lines.length, ...place.lines.filter(stays));
}

export function byName(
  plain: Plain,
  focus: Pattern,
  ignore: Pattern,
  hide: Pattern,
  show: Pattern,
) {
  if (![focus, ignore, hide, show].some((pattern) => pattern !== undefined)) return;
  const isIgnored = (place: Place) => ignore !== undefined && placeMatches(ignore, place);
  const isFocused = (place: Place) => focus === undefined || placeMatches(focus, place);
  plain.samples = plain.samples.filter(({ path }) => path.some(isFocused) && !path.some(isIgnored));
  const hidden = new Set<Place>();
  for (const place of plain.places) {
    if (hide !== undefined && placeMatches(hide, place)) {
      const all = mappingMatches(hide, place);
      reduce(place, (frame) => !all && !frameMatches(hide, frame));
      if (place.lines.length === 0) hidden.add(place);
    }
    if (show !== undefined) {
      const all = mappingMatches(show, place);
      reduce(place, (frame) => all || frame.name === undefined || frameMatches(show, frame));
      if (place.lines.length === 0) hidden.add(place);
    }
  }
  for (const sample of plain.samples) {
    sample.path = sample.path.filter((place) => !hidden.has(place));
  }
  plain.samples = plain.samples.filter(({ path }) => path.length > 0);
}

export function fromRoot(plain: Plain, pattern: RegExp): void {
  const starts = new Set(plain.places.filter((place) => placeMatches(pattern, place)));
  for (const place of starts) {
    if (mappingMatches(pattern, place)) continue;
    const last = place.lines.findLastIndex((frame) => frameMatches(pattern, frame));
    reduce(place, (_, at) => at <= last);
  }
  for (const sample of plain.samples) {
    const start = sample.path.findLastIndex((place) => starts.has(place));
    sample.path = sample.path.slice(0, start + 1);
  }
  plain.samples = plain.samples.filter(({ path }) => path.length > 0);
}

export function pruned(plain: Plain, pattern: RegExp): void {
  const matches = ({ name = "" }: Frame) => name !== "" && pattern.test(simple(name));
  const ends = new Set(plain.places.filter(({ lines }) => lines.some(matches)));
  for (const place of ends) {
    const first = place.lines.findIndex(matches);
    reduce(place, (_, at) => at >= first);
  }
  for (const sample of plain.samples) {
    const end = sample.path.findIndex((place) => ends.has(place));
    if (end >= 0) sample.path = sample.path.slice(end);
  }
}

export function withoutDull(plain: Plain, drop: RegExp, keep: Pattern): void {
  const isDull = ({ name = "" }: Frame) =>
    name !== "" && drop.test(simple(name)) && keep?.test(simple(name)) !== true;
  const dull = new Map<Place, "whole" | "part">();
  for (const place of plain.places) {
    const at = place.lines.findLastIndex(isDull);
    if (at < 0) continue;
    const isWhole = at === place.lines.length - 1;
    dull.set(place, isWhole ? "whole" : "part");
    if (!isWhole) reduce(place, (_, i) => i > at);
  }
  for (const sample of plain.samples) {
    const rootFirst = sample.path.toReversed();
    const user = rootFirst.findIndex((place) => !dull.has(place));
    const cut = rootFirst.findIndex((place, at) => user >= 0 && at > user && dull.has(place));
    if (cut < 0) continue;
    const stays = dull.get(rootFirst[cut]!) === "whole" ? cut : cut + 1;
    sample.path = rootFirst.slice(0, stays).toReversed();
  }
}

function simple(name: string): string {
  const shielded = name
    .replace(/^\./, "")
    .replaceAll("(anonymous namespace)", "\u0001")
    .replaceAll("operator()", "\u0002");
  return shielded
    .replace(/\(.*$/s, "")
    .replaceAll("\u0001", "(anonymous namespace)")
    .replaceAll("\u0002", "operator()");
}
