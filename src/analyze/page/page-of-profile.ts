/** The page of a single profile of any kind, as `resident pprof -http` opens it: code, no ledger. */
import { packColumn } from "../../base/packed-column.ts";
import type { CodeTable, CodeValue, Page, ProfileFile } from "../../model/page.ts";
import type { Profile, ValueType } from "../../model/profile.ts";
import { hasPopulation } from "../sampling/recover-samples.ts";
import { heapTable } from "./heap-table.ts";
import { addProfileStacks } from "./profile-stacks.ts";
import { StackTableBuilder } from "./stack-table-builder.ts";

/** @param value name of the value to begin with */
export function pageOfProfile(
  profile: Profile,
  value: string,
  target: string,
  files: readonly ProfileFile[],
): Page {
  const table = tableOf(profile);
  const isKnown = table.values.some(({ name }) => name === value);
  return {
    format: "resident.page/1",
    target,
    opens: "code",
    report: null,
    lines: {},
    code: [isKnown ? { ...table, defaultValue: value } : table],
    goroutines: null,
    gc: null,
    time: null,
    growth: null,
    answer: null,
    recorded: null,
    files,
  };
}

/** Without a Go version a heap profile is one of the newest; see sampling-law.ts. */
function tableOf(profile: Profile): CodeTable {
  const seconds = Number(profile.timeNanos) / 1e9;
  const snapshot = seconds > 0 ? { name: "profile", time: seconds } : { name: "profile" };
  const isHeap = hasPopulation(profile, "inuse") || hasPopulation(profile, "alloc");
  const heap = isHeap ? heapTable([{ snapshot, profile }], undefined) : null;
  return heap ?? plainTable(profile, snapshot);
}

function plainTable(
  profile: Profile,
  snapshot: { readonly name: string; readonly time?: number },
): CodeTable {
  const builder = new StackTableBuilder();
  const rows = addProfileStacks(builder, profile);
  const { stack, values } = profile.samples;
  return {
    kind: "profile",
    values: profile.valueTypes.map(codeValueOf),
    defaultValue: profile.valueTypes.at(-1)?.type ?? "",
    ...builder.finish(),
    moments: [
      {
        snapshot: snapshot.name,
        time: snapshot.time ?? null,
        stack: packColumn(Array.from(stack, (row) => (row < 0 ? -1 : rows[row]!))),
        // A picture and a percentage do not need the last of more than 53 bits.
        values: values.map((column) => packColumn(Array.from(column, Number))),
        samples: null,
      },
    ],
  };
}

function codeValueOf({ type, unit }: ValueType): CodeValue {
  return { name: type, title: type.replaceAll("_", " "), unit };
}
