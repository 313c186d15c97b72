/**
 * Appends rows of the dictionary to the file, those beyond the ones that it has or any others. They are in one
 * transaction with the scrapes that refer to them, so that no scrape is ever without its stacks.
 */
import type { DuckDBAppender } from "@duckdb/node-api";
import type { Dictionary } from "../../dictionary/dictionary.ts";
import type { LineTable } from "../../dictionary/line-table.ts";
import type { WriteAccess } from "../file/database.ts";

/** As the file names them. */
export type DictionaryTable = "string" | "frame" | "stack" | "site" | "goroutine_group";

/** Rows that the file has, or had, of each table; `ledger_line`: of the lines of the ledger. */
export type DictionaryLengths = Readonly<Record<DictionaryTable | "ledger_line", number>>;

export function dictionaryLengths(d: Dictionary, lines: LineTable): DictionaryLengths {
  return {
    string: d.strings.length,
    frame: d.frameCount,
    stack: d.stackCount,
    site: d.siteCount,
    goroutine_group: d.goroutineCount,
    ledger_line: lines.ids.length,
  };
}

type Append = (to: DuckDBAppender, d: Dictionary, id: number) => void;

const APPEND: Readonly<Record<DictionaryTable, Append>> = {
  string: (to, d, id) => {
    to.appendVarchar(d.strings.get(id));
  },
  frame: (to, d, id) => {
    to.appendInteger(d.frameNames.data[id]);
    to.appendInteger(d.frameFiles.data[id]);
    to.appendInteger(d.frameLine[id]);
  },
  stack: (to, d, id) => {
    to.appendInteger(d.stackPrefix[id]);
    to.appendInteger(d.stackFrame[id]);
  },
  site: (to, d, id) => {
    to.appendInteger(d.siteStack[id]);
    to.appendDouble(d.siteSize[id]);
  },
  goroutine_group: (to, d, id) => {
    to.appendInteger(d.goroutineStack[id]);
    to.appendInteger(d.groupStates.data[id]);
    to.appendInteger(d.goroutineCreator[id]);
  },
};

/** @param to as the lengths were when the scrapes of this commit were taken */
export async function appendDictionary(
  access: WriteAccess,
  dictionary: Dictionary,
  lines: LineTable,
  from: DictionaryLengths,
  to: DictionaryLengths,
): Promise<void> {
  for (const table of Object.keys(APPEND) as DictionaryTable[]) {
    await writeRows(access, table, dictionary, numbers(from[table], to[table]));
  }
  await appendRows(access, "ledger_line", numbers(from.ledger_line, to.ledger_line), (to, id) => {
    to.appendVarchar(lines.ids[id]);
    to.appendVarchar(lines.titles[id]);
  });
}

export function writeRows(
  access: WriteAccess,
  table: DictionaryTable,
  dictionary: Dictionary,
  ids: readonly number[],
): Promise<void> {
  return appendRows(access, table, ids, (to, id) => APPEND[table](to, dictionary, id));
}

async function appendRows(
  access: WriteAccess,
  table: string,
  ids: readonly number[],
  append: (to: DuckDBAppender, id: number) => void,
): Promise<void> {
  if (ids.length === 0) return;
  const appender = await access.appender(table);
  for (const id of ids) {
    appender.appendInteger(id);
    append(appender, id);
    appender.endRow();
  }
  appender.flushSync();
}

function numbers(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, i) => from + i);
}
