/**
 * The dictionary of all stacks that a store has ever seen, in memory: texts, frames, the tree of stacks,
 * sites and groups of goroutines, each a table of typed columns with rows that only ever come at the
 * end. So what the file lacks is what lies behind the lengths it had, and a row number is an id for good. Rows
 * that the file has let go of are skipped when it is read: they are there, and never found.
 */
import { Float64Column, Int32Column } from "../../base/columns.ts";
import { hashPair } from "../../base/hash-pair.ts";
import type { StackFrame } from "../../model/goroutines.ts";
import { StackTree } from "../../model/stack-tree.ts";
import type { StackDictionary } from "../store.ts";
import { InternedStrings } from "./interned-strings.ts";
import { RowIndex } from "./row-index.ts";

const MAX_LINE = 2 ** 31 - 1;
/** No row has it, not even as "none", which is -1. */
const NOTHING = -2;

export class Dictionary implements StackDictionary {
  readonly strings = new InternedStrings();
  readonly frameNames = new Int32Column();
  readonly frameFiles = new Int32Column();
  private readonly frameLines = new Int32Column();
  private readonly frames = new RowIndex();
  private readonly stacks = new StackTree();
  private readonly siteStacks = new Int32Column();
  private readonly siteSizes = new Float64Column();
  private readonly sites = new RowIndex();
  private readonly groupStacks = new Int32Column();
  readonly groupStates = new Int32Column();
  private readonly groupCreators = new Int32Column();
  private readonly groups = new RowIndex();

  get frameCount(): number {
    return this.frames.length;
  }

  get stackCount(): number {
    return this.stacks.length;
  }

  get siteCount(): number {
    return this.sites.length;
  }

  get goroutineCount(): number {
    return this.groups.length;
  }

  frameName(frame: number): string {
    return this.strings.get(this.frameNames.data[frame]);
  }

  frameFile(frame: number): string {
    return this.strings.get(this.frameFiles.data[frame]);
  }

  get frameLine(): Int32Array {
    return this.frameLines.data;
  }

  get stackPrefix(): Int32Array {
    return this.stacks.prefix;
  }

  get stackFrame(): Int32Array {
    return this.stacks.location;
  }

  get siteStack(): Int32Array {
    return this.siteStacks.data;
  }

  get siteSize(): Float64Array {
    return this.siteSizes.data;
  }

  get goroutineStack(): Int32Array {
    return this.groupStacks.data;
  }

  goroutineState(group: number): string {
    return this.strings.get(this.groupStates.data[group]);
  }

  get goroutineCreator(): Int32Array {
    return this.groupCreators.data;
  }

  frameOf(place: StackFrame): number {
    const { strings } = this;
    return this.frameRow(strings.idOf(place.function), strings.idOf(place.file), place.line);
  }

  /** The row of a frame whose name and file are texts of the dictionary. */
  frameRow(name: number, file: number, line: number): number {
    const known = line > 0 && line <= MAX_LINE ? line : 0;
    const hash = hashPair(hashPair(name, file), known);
    const { frameNames, frameFiles, frameLines } = this;
    let row = this.frames.first(hash);
    for (; row >= 0; row = this.frames.next(row)) {
      const isSame = frameNames.data[row] === name && frameFiles.data[row] === file;
      if (isSame && frameLines.data[row] === known) return row;
    }
    frameNames.push(name);
    frameFiles.push(file);
    frameLines.push(known);
    return this.frames.add(hash);
  }

  skipFrame(): void {
    for (const column of [this.frameNames, this.frameFiles, this.frameLines]) column.push(NOTHING);
    this.frames.skip();
  }

  skipStack(): void {
    this.stacks.skip(NOTHING);
  }

  skipSite(): void {
    this.siteStacks.push(NOTHING);
    this.siteSizes.push(NOTHING);
    this.sites.skip();
  }

  skipGroup(): void {
    for (const column of [this.groupStacks, this.groupStates, this.groupCreators]) {
      column.push(NOTHING);
    }
    this.groups.skip();
  }

  childOf(prefix: number, frame: number): number {
    return this.stacks.child(prefix, frame);
  }

  siteOf(stack: number, size: number): number {
    const hash = hashPair(stack, size);
    let row = this.sites.first(hash);
    for (; row >= 0; row = this.sites.next(row)) {
      if (this.siteStacks.data[row] === stack && this.siteSizes.data[row] === size) return row;
    }
    this.siteStacks.push(stack);
    this.siteSizes.push(size);
    return this.sites.add(hash);
  }

  groupOf(stack: number, state: number, creator: number): number {
    const hash = hashPair(hashPair(stack, state), creator);
    const { groupStacks, groupStates, groupCreators } = this;
    let row = this.groups.first(hash);
    for (; row >= 0; row = this.groups.next(row)) {
      const isSame = groupStacks.data[row] === stack && groupStates.data[row] === state;
      if (isSame && groupCreators.data[row] === creator) return row;
    }
    groupStacks.push(stack);
    groupStates.push(state);
    groupCreators.push(creator);
    return this.groups.add(hash);
  }
}
