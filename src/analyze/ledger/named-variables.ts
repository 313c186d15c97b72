/**
 * What is known of the program's variables by name. Their bytes in RAM are told only where the
 * kernel's list of pages and its list of mappings agree on the sum: pages that another process shares
 * since a fork, or an old kernel's other flags, would be counted wrong.
 */
import { formatBytes, MiB } from "../../base/units.ts";
import type { GlobalVariable, GlobalVariables } from "../../model/global-variables.ts";

/** The two are read some milliseconds apart. */
const APART = 0.05;

/**
 * With `written` everywhere, or nowhere.
 * @param anonymous bytes of the program's mappings that were written and are in RAM, by smaps
 */
export function namedVariables(globals: GlobalVariables, anonymous: number): GlobalVariables {
  if (isCounted(globals, anonymous)) return globals;
  const { written: _, relocated: __, variables, ...rest } = globals;
  const sizes = variables.map(({ written: _, ...one }) => one);
  return { ...rest, variables: sizes.toSorted((a, b) => b.size - a.size) };
}

function isCounted(globals: GlobalVariables, anonymous: number): boolean {
  const { written, relocated = 0, variables } = globals;
  if (written === undefined) return false;
  const isPart = (one: GlobalVariable) => one.written !== undefined && one.written <= one.size;
  const named = variables.reduce((sum, one) => sum + (one.written ?? 0), relocated);
  const isNear = Math.abs(written - anonymous) <= Math.max(MiB, APART * anonymous);
  return isNear && named <= written && variables.every(isPart);
}

/** What a position-independent program has in its data that is no variable. */
export const LOADER_TABLES = "tables that the loader wrote";

const SHOWN = 5;
/** Less is nothing to look into. */
const SMALLEST = MiB / 16;

/** Those worth telling: none of which so little is in RAM, or is declared. */
export function largestVariables({ variables }: GlobalVariables): readonly GlobalVariable[] {
  return variables.filter(({ written, size }) => (written ?? size) >= SMALLEST).slice(0, SHOWN);
}

/** For the note of the ledger's line; undefined where there is nothing to name. */
export function variablesText(globals: GlobalVariables): string | undefined {
  const { stripped, relocated = 0 } = globals;
  if (stripped) return "the program is stripped: no names";
  const parts = largestVariables(globals).map(variableText);
  if (relocated >= MiB) parts.push(`${LOADER_TABLES} ${formatBytes(relocated)}`);
  if (parts.length === 0) return undefined;
  const names = parts.join(", ");
  return globals.written === undefined
    ? `the largest by size, how much of it is in RAM is not known: ${names}`
    : `the largest in RAM: ${names}`;
}

function variableText(variable: GlobalVariable): string {
  const { name, size, written } = variable;
  const what = subjectText(variable, name);
  if (written === undefined || written === size) return `${what} ${formatBytes(size)}`;
  return `${what} ${formatBytes(written)} of ${formatBytes(size)}`;
}

/** @param name of it, as long as there is room for */
export function subjectText({ behind }: GlobalVariable, name: string): string {
  return behind ? `what ${name} points to` : name;
}
