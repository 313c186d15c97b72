/** The profile of a moment, to take along: a file of the page, or what a recorder makes of a range. */
import type { CodeTable, Page, ProfileFile } from "../../../model/page.ts";
import { rangeStamp } from "../../../model/range-stamp.ts";
import { parseRange } from "../../time/range.ts";

interface Moment {
  readonly snapshot: string;
  readonly time: number | null;
}

/**
 * @param range as in the address, where the moment stands for a range
 * @returns undefined where nobody has it
 */
export function profileOf(
  { files, recorded, target }: Page,
  kind: CodeTable["kind"],
  { snapshot, time }: Moment,
  range: string,
): ProfileFile | undefined {
  const alike = files.filter((file) => file.kind === kind || file.kind === "profile");
  if (recorded === null) return alike.find((file) => file.snapshot === snapshot);
  if (kind === "profile") return undefined;
  const { from, to } = parseRange(range) ?? { from: recorded.from, to: time ?? recorded.to };
  return {
    snapshot,
    kind,
    name: `${target}-${kind}-${rangeStamp({ from, to })}.pb.gz`,
    url: `api/v1/processes/${recorded.id}/profile?type=${kind}&from=${from}&to=${to}`,
    source: null,
    base64: null,
  };
}
