/**
 * Samples on their way into a Profile: locations are bare addresses, numbered in the order in which
 * they are first seen, and what they belong to is found at the end, when the memory map is known.
 */
import { Int32Column } from "../../base/columns.ts";
import type {
  FunctionIndex,
  LocationIndex,
  MappingIndex,
  Profile,
  StackIndex,
} from "../../model/profile.ts";
import { ProfileBuilder, type ProfileHeader } from "../../model/profile-builder.ts";
import { AddressTable } from "./address-table.ts";
import { frameFilters } from "./frame-filters.ts";
import type { JavaFunction, JavaLine, JavaLocations } from "./java-locations.ts";
import { MADE_UP_MAPPING, MappingPlaces } from "./memory-map/mapping-places.ts";
import type { LegacyMapping } from "./memory-map/parse-mapping.ts";
import { eachAddress, type Line } from "./text/hex-addresses.ts";
import type { Int64 } from "./text/int64.ts";

export class LegacySamples {
  readonly addresses = new AddressTable();
  /** Locations of the sample at hand, leaf first. */
  private readonly frames = new Int32Column();
  private readonly builder: ProfileBuilder;

  constructor(header: ProfileHeader) {
    this.builder = new ProfileBuilder({ ...header, ...frameFilters(header.valueTypes) });
  }

  /** The location of an address, which is moved back by 1 where `isReturned`. */
  locate(low: number, high: number, isReturned: boolean): number {
    return this.addresses.internMoved(low, high, isReturned);
  }

  /** Adds frames for the numbers 0x… of bytes[start..end), a part of the line at hand. */
  addFrames(line: Line, start: number, end: number, areReturned: boolean): void {
    eachAddress(line, start, end, (low, high) => {
      this.addFrame(this.locate(low, high, areReturned));
    });
  }

  addFrame(location: number): void {
    this.frames.push(location);
  }

  /**
   * The frame behind the leaf goes where it is the leaf again: a handler has the leaf's address
   * from the signal, and once more, moved back, from the stack.
   */
  dropRepeatedLeaf(): void {
    const { data, length } = this.frames;
    if (length < 2 || !this.addresses.isNext(data[0]!, data[1]!)) return;
    data.copyWithin(1, 2, length);
    this.frames.length--;
  }

  /** Samples so far. */
  length = 0;

  /** Ends the sample at hand. `bytesLabel`: size of one of its blocks. */
  endSample(values: readonly Int64[], bytesLabel?: Int64): void {
    const labels = bytesLabel === undefined ? [] : [{ key: "bytes", num: bytesLabel }];
    this.length++;
    this.builder.addSample(this.endStack(), values, labels);
  }

  /** `mappings`: in the order that the reference searches them. */
  finish(mappings: readonly LegacyMapping[]): Profile {
    const places = new MappingPlaces(mappings);
    const { builder, addresses } = this;
    for (let i = 0; i < addresses.length; i++) {
      const address = addresses.address(i);
      builder.addLocation({ address, mapping: places.find(address) as MappingIndex | -1 });
    }
    for (const mapping of places.mappings()) builder.addMapping(mapping);
    return builder.finish();
  }

  /** With Java's names; addresses are left out, since they mean nothing in another process. */
  finishJava(locations: JavaLocations): Profile {
    const { builder, addresses } = this;
    const functions = new Map<JavaFunction, FunctionIndex>();
    const isUnknown = (i: number) =>
      locations.lineOf(i) === undefined && addresses.address(i) !== 0n;
    let mapping: MappingIndex | -1 = -1;
    for (let i = 0; i < addresses.length; i++) {
      const known = locations.lineOf(i);
      if (isUnknown(i) && mapping < 0) mapping = builder.addMapping(MADE_UP_MAPPING);
      const lines = known === undefined ? [] : [this.javaLine(functions, known)];
      builder.addLocation({ mapping: isUnknown(i) ? mapping : -1, lines });
    }
    return builder.finish();
  }

  private javaLine(functions: Map<JavaFunction, FunctionIndex>, { func, line }: JavaLine) {
    const index = functions.get(func) ?? this.builder.addFunction(func);
    functions.set(func, index);
    return { func: index, line };
  }

  private endStack(): StackIndex | -1 {
    const { data, length } = this.frames;
    let stack: StackIndex | -1 = -1;
    for (let i = length - 1; i >= 0; i--) {
      stack = this.builder.addStack(stack, data[i]! as LocationIndex);
    }
    this.frames.length = 0;
    return stack;
  }
}
