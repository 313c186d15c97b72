/**
 * Whether goroutines that pile up hold what the live heap gained meanwhile. That both grew is no sign: a
 * program may well leak in two places. What a goroutine holds it has mostly allocated itself, or the
 * function that started it has; so the stacks that allocated the gain are asked for those functions.
 */
import type { GoroutineGroup } from "../../model/goroutines.ts";
import { numbersOf, type Profile, valueTypeIndex } from "../../model/profile.ts";

/** Below these functions everything is allocated: they tell nothing apart. */
const COMMON = /^main\.(main|init)$/;

/**
 * The share (0..1) of what `inuse_space` gained from one heap profile to the other that these goroutines
 * allocated; undefined where it gained nothing.
 * @param before undefined: what is in use counts, whenever it came
 */
export function shareGrownWith(
  before: Profile | undefined,
  after: Profile,
  group: GoroutineGroup,
): number | undefined {
  const functions = ownFunctions(group);
  const first = before === undefined ? NOTHING : inuseOf(before, functions);
  const second = inuseOf(after, functions);
  const gained = second.all - first.all;
  if (!(gained > 0)) return undefined;
  return Math.min(1, Math.max(0, (second.theirs - first.theirs) / gained));
}

/** Theirs and their creator's, without those that many other goroutines run as well. */
function ownFunctions({ frames, createdBy }: GoroutineGroup): ReadonlySet<string> {
  const names = [...frames, ...(createdBy === undefined ? [] : [createdBy])].map(
    (frame) => frame.function,
  );
  return new Set(names.filter((name) => !isOfStandardLibrary(name) && !COMMON.test(name)));
}

/** `net/http.(*conn).serve`, by the first part of its path. */
function isOfStandardLibrary(name: string): boolean {
  const slash = name.indexOf("/");
  const first = slash < 0 ? name.slice(0, Math.max(0, name.indexOf("."))) : name.slice(0, slash);
  return STANDARD.has(first);
}

/** Programs may be modules without a dot in their path, so the library's own roots are listed. */
const STANDARD: ReadonlySet<string> = new Set(
  "archive bufio bytes compress container context crypto database debug embed encoding errors expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak".split(
    " ",
  ),
);

interface Inuse {
  readonly all: number;
  readonly theirs: number;
}

const NOTHING: Inuse = { all: 0, theirs: 0 };

function inuseOf(profile: Profile, functions: ReadonlySet<string>): Inuse {
  const column = valueTypeIndex(profile, "inuse_space");
  if (column < 0) return NOTHING;
  const values = numbersOf(profile.samples.values[column]!);
  const isTheirs = stacksThrough(profile, functions);
  let [all, theirs] = [0, 0];
  for (let sample = 0; sample < values.length; sample++) {
    all += values[sample];
    if (isTheirs[profile.samples.stack[sample]] === 1) theirs += values[sample];
  }
  return { all, theirs };
}

/** A mark for each stack with one of the functions in it; callers come before what they called. */
function stacksThrough(profile: Profile, functions: ReadonlySet<string>): Uint8Array {
  const { stacks, locations, lines, functions: table, strings } = profile;
  const isNamed = Uint8Array.from(table.name, (name) => (functions.has(strings.get(name)) ? 1 : 0));
  const marks = new Uint8Array(stacks.length);
  for (let stack = 0; stack < stacks.length; stack++) {
    const location = stacks.location[stack];
    const [start, end] = [locations.lineStart[location], locations.lineStart[location + 1]];
    let mark = marks[stacks.prefix[stack]] ?? 0;
    for (let line = start; line < end && mark === 0; line++) mark = isNamed[lines.func[line]] ?? 0;
    marks[stack] = mark;
  }
  return marks;
}
