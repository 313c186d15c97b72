/**
 * The frames of a profile's stacks, seen as places in the source. A place is a function and a line
 * of it (or the function alone); equal ones are one row, however many addresses, inlined copies or
 * merged function tables they come from.
 *
 * Which frame a stack belongs to: the runtime's own frames (mallocgc, growslice, newobject, …) stand
 * before it and say nothing, and neither does the standard library: what twelve lines of
 * encoding/json allocated for one call of json.Unmarshal is that call's. So the innermost frame
 * outside both is taken; where there is none, as in a goroutine that net/http started, the innermost
 * outside the runtime. What serves profiles is a program's own here: its work is to be told apart.
 */
import { packageOf } from "../../model/function-name.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import { isAllocatorFunction, isNamedRuntimeFunction } from "../../model/named-functions.ts";
import type { Profile } from "../../model/profile.ts";
import { isAsking } from "./service-code.ts";
import { isStandardLibrary } from "./standard-library.ts";

export type Granularity = "lines" | "functions";

/** True for what allocates on behalf of others; runtime/pprof and runtime/debug are libraries. */
export function isRuntimeInternal(name: string): boolean {
  return (
    (isRuntimes(name) && !isNamedRuntimeFunction(name)) ||
    name.startsWith("runtime/internal/") ||
    name.startsWith("internal/runtime/")
  );
}

/** A module may be called so (runtime.dev/app). */
function isRuntimes(name: string): boolean {
  return name.startsWith("runtime.") && packageOf(name) === "runtime";
}

/** What a function is, the more to be named the higher. */
const RUNTIME = 1;
const LIBRARY = 2;
const PROGRAM = 3;

function kindOf(name: string): number {
  if (isNamedRuntimeFunction(name)) return PROGRAM;
  if (isRuntimeInternal(name)) return RUNTIME;
  return isStandardLibrary(name) && !isAsking({ function: name }) ? LIBRARY : PROGRAM;
}

/** A line of a location, or the location itself where it has no name: -1 − location. */
type FrameIndex = number;

export class Frames {
  readonly places: StackFrame[] = [];
  private readonly profile: Profile;
  private readonly granularity: Granularity;
  private readonly placeByLine: Int32Array;
  private readonly placeByLocation: Int32Array;
  private readonly placeByText = new Map<string, number>();
  /** Of each function; 0: not asked yet. */
  private readonly kinds: Uint8Array;

  constructor(profile: Profile, granularity: Granularity) {
    this.profile = profile;
    this.granularity = granularity;
    this.placeByLine = new Int32Array(profile.lines.length).fill(-1);
    this.placeByLocation = new Int32Array(profile.locations.length).fill(-1);
    this.kinds = new Uint8Array(profile.functions.length);
  }

  /** The place of a frame, as an index of `places`. */
  placeOf(frame: FrameIndex): number {
    const [known, row] = frame < 0 ? [this.placeByLocation, -1 - frame] : [this.placeByLine, frame];
    if (known[row] < 0) known[row] = this.internPlace(this.describe(frame));
    return known[row];
  }

  /** The frames of a location, innermost first: its lines, or itself where it has none. */
  forEachFrame(location: number, visit: (frame: FrameIndex) => void): void {
    const { lineStart } = this.profile.locations;
    const end = lineStart[location + 1];
    if (lineStart[location] === end) visit(-1 - location);
    for (let line = lineStart[location]; line < end; line++) visit(line);
  }

  /** The innermost frame of a location that is of the program or a module; undefined: none is. */
  programFrame(location: number): FrameIndex | undefined {
    return this.innermost(location, PROGRAM);
  }

  /** The innermost frame of a location that is named and not the runtime's; undefined: none is. */
  ownFrame(location: number): FrameIndex | undefined {
    return this.innermost(location, LIBRARY);
  }

  private innermost(location: number, least: number): FrameIndex | undefined {
    const { lineStart } = this.profile.locations;
    for (let line = lineStart[location]; line < lineStart[location + 1]; line++) {
      if (this.kindOfLine(line) >= least) return line;
    }
    return undefined;
  }

  /** True where the location has a line at all. */
  isNamed(location: number): boolean {
    const { lineStart } = this.profile.locations;
    return lineStart[location] < lineStart[location + 1];
  }

  /** True where the innermost frame is one that every allocation passes through. */
  isAllocator(location: number): boolean {
    const frame = this.leafFrame(location);
    const func = frame < 0 ? -1 : this.profile.lines.func[frame];
    return func >= 0 && isAllocatorFunction(this.nameOf(func));
  }

  /** The innermost frame of a location, whatever it is. */
  leafFrame(location: number): FrameIndex {
    return this.isNamed(location) ? this.profile.locations.lineStart[location] : -1 - location;
  }

  isInternal(frame: FrameIndex): boolean {
    return frame >= 0 && this.kindOfLine(frame) === RUNTIME;
  }

  private kindOfLine(line: number): number {
    const func = this.profile.lines.func[line];
    if (func < 0) return RUNTIME;
    if (this.kinds[func] === 0) this.kinds[func] = kindOf(this.nameOf(func));
    return this.kinds[func];
  }

  private nameOf(func: number): string {
    const { functions, strings } = this.profile;
    return strings.get(functions.name[func]) || strings.get(functions.systemName[func]);
  }

  private describe(frame: FrameIndex): StackFrame {
    const { locations, lines, functions, strings } = this.profile;
    const func = frame < 0 ? -1 : lines.func[frame];
    if (func < 0) {
      const location = frame < 0 ? -1 - frame : locationOfLine(locations.lineStart, frame);
      return { function: addressText(locations.address[location]), file: "", line: 0 };
    }
    const isLine = this.granularity === "lines";
    return {
      function: this.nameOf(func),
      file: strings.get(functions.filename[func]),
      line: isLine ? lines.line[frame] : functions.startLine[func],
    };
  }

  private internPlace(place: StackFrame): number {
    const key = `${place.function}\n${place.file}\n${place.line}`;
    let index = this.placeByText.get(key);
    if (index === undefined) {
      index = this.places.push(place) - 1;
      this.placeByText.set(key, index);
    }
    return index;
  }
}

/** As Go prints addresses: `0x401007`. */
function addressText(address: bigint): string {
  return `0x${address.toString(16)}`;
}

/** The location that owns a row of the line table, by bisection of the starts. */
function locationOfLine(lineStart: Int32Array, line: number): number {
  let low = 0;
  let high = lineStart.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (lineStart[middle] <= line) low = middle;
    else high = middle;
  }
  return low;
}
