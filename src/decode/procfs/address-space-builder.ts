/**
 * The only mutator of an AddressSpace: one row a mapping, and then the row's residency as its
 * lines come. A column that this kernel does not print stays 0.
 */
import { Float64Column, Uint8Column } from "../../base/columns.ts";
import {
  type AddressSpace,
  RESIDENCY_COLUMNS,
  type ResidencyColumn,
} from "../../model/address-space.ts";
import type { MappingHeader } from "./read-mapping-header.ts";

export class AddressSpaceBuilder {
  private readonly start = new Float64Column();
  private readonly end = new Float64Column();
  private readonly permissions = new Uint8Column();
  private readonly offset = new Float64Column();
  private readonly inode = new Float64Column();
  private readonly name: string[] = [];
  private readonly size = new Float64Column();
  private readonly kernelPageSize = new Float64Column();
  private readonly vmFlags = new Uint8Column();
  /** In the order of RESIDENCY_COLUMNS; none where the source has no residency. */
  private readonly residency: readonly Float64Column[];

  constructor(hasResidency: boolean) {
    this.residency = hasResidency ? RESIDENCY_COLUMNS.map(() => new Float64Column()) : [];
  }

  get length(): number {
    return this.name.length;
  }

  add(header: MappingHeader): void {
    this.start.push(header.start);
    this.end.push(header.end);
    this.permissions.push(header.permissions);
    this.offset.push(header.offset);
    this.inode.push(header.inode);
    this.name.push(header.name);
    this.size.push(header.end - header.start);
    this.kernelPageSize.push(0);
    this.vmFlags.push(0);
    for (const column of this.residency) column.push(0);
  }

  /** `column` is an index into RESIDENCY_COLUMNS; `bytes` goes to the last mapping added. */
  setResidency(column: number, bytes: number): void {
    this.residency[column]!.data[this.length - 1] = bytes;
  }

  setKernelPageSize(bytes: number): void {
    this.kernelPageSize.data[this.length - 1] = bytes;
  }

  setVmFlags(bits: number): void {
    this.vmFlags.data[this.length - 1] = bits;
  }

  finish(): AddressSpace {
    const zeros = new Float64Array(this.residency.length === 0 ? this.length : 0);
    const residency = Object.fromEntries(
      RESIDENCY_COLUMNS.map((name, index) => [name, this.residency[index]?.finish() ?? zeros]),
    ) as Record<ResidencyColumn, Float64Array>;
    return {
      length: this.length,
      hasResidency: this.residency.length > 0,
      start: this.start.finish(),
      end: this.end.finish(),
      permissions: this.permissions.finish(),
      offset: this.offset.finish(),
      inode: this.inode.finish(),
      name: this.name,
      size: this.size.finish(),
      ...residency,
      kernelPageSize: this.kernelPageSize.finish(),
      vmFlags: this.vmFlags.finish(),
    };
  }
}
