/**
 * Variables of packages: large arrays in the program's own data and bss. They were written, so that they
 * are no page cache; they are no objects, so that no profile and no number of MemStats has them. The
 * symbol table has their names.
 */
import { formatBytes } from "../../../base/units.ts";
import type { GlobalVariable, GlobalVariables } from "../../../model/global-variables.ts";
import type { Action, Evidence } from "../../../model/verdict.ts";
import { isStandardLibrary } from "../../code/standard-library.ts";
import {
  LOADER_TABLES,
  largestVariables,
  namedVariables,
  subjectText,
} from "../../ledger/named-variables.ts";
import type { VerdictContext } from "../rule/context.ts";
import { bytesOf, residentOf } from "../rule/context.ts";
import { evidenceOf, rssEvidence } from "../rule/evidence.ts";
import type { VerdictRule } from "../rule/rule.ts";

export const globalVariables: VerdictRule = {
  id: "global-variables",
  says: "variables of packages, in no profile: never given back",
  mendable: true,
  judge: (context) => {
    const bytes = bytesOf(context, "program-globals");
    const { globals } = context.last;
    const named = globals && namedVariables(globals, bytes);
    return {
      headline: `${formatBytes(bytes)} are global variables that were written${largestWords(named, bytes)}: the program has them as long as it runs, and no profile shows them.`,
      bytes,
      owns: ["program-globals"],
      resident: residentOf(context, "program-globals"),
      evidence: [
        ...evidenceOf(context, "program-globals"),
        ...nameEvidence(named),
        ...tableEvidence(named, bytes),
        ...evidenceOf(context, "go-heap"),
        ...rssEvidence(context),
      ],
      actions: actions(context, named, bytes),
      confidence: "high",
    };
  },
};

/** Of the finding's bytes, what one variable has at least to be spoken of. */
const NOTABLE = 0.1;

function notable(named: GlobalVariables | undefined, bytes: number): readonly GlobalVariable[] {
  const largest = named === undefined ? [] : largestVariables(named);
  return largest.filter(({ written = 0 }) => written >= NOTABLE * bytes);
}

/** Bytes; 0 where they are not worth a word. */
function notableTables(named: GlobalVariables | undefined, bytes: number): number {
  const tables = named?.relocated ?? 0;
  return tables >= NOTABLE * bytes ? tables : 0;
}

function largestWords(named: GlobalVariables | undefined, bytes: number): string {
  const [largest] = notable(named, bytes);
  const tables = notableTables(named, bytes);
  if (tables > (largest?.written ?? 0)) return `, ${formatBytes(tables)} of it ${LOADER_TABLES}`;
  if (largest === undefined) return "";
  const what = subjectText(largest, shortName(largest));
  return `, ${formatBytes(largest.written!)} of it ${what}`;
}

/** Without the import path up to the package, as code says it. */
function shortName({ name }: GlobalVariable): string {
  return name.slice(name.lastIndexOf("/") + 1);
}

function nameEvidence(named: GlobalVariables | undefined): Evidence[] {
  if (named === undefined) return [];
  if (named.stripped) {
    return [{ what: "the program is stripped", value: "no names", source: "/proc/PID/exe" }];
  }
  return largestVariables(named).map((variable) => ({
    ...figureOf(variable),
    source: variable.written === undefined ? "symbol table" : "symbol table, /proc/PID/pagemap",
  }));
}

function tableEvidence(named: GlobalVariables | undefined, bytes: number): Evidence[] {
  const tables = notableTables(named, bytes);
  if (tables === 0) return [];
  const what = `${LOADER_TABLES}: the program is position-independent`;
  return [{ what, value: formatBytes(tables), source: "/proc/PID/pagemap" }];
}

function figureOf(variable: GlobalVariable): Pick<Evidence, "what" | "value"> {
  const { size, written } = variable;
  const name = subjectText(variable, variable.name);
  if (written === undefined) {
    return { what: `size of ${name}, in RAM or not`, value: formatBytes(size) };
  }
  const whole = written === size ? "" : `, of ${formatBytes(size)}`;
  return { what: name + whole, value: formatBytes(written) };
}

function actions(
  { last }: VerdictContext,
  named: GlobalVariables | undefined,
  bytes: number,
): Action[] {
  const largest = notable(named, bytes);
  const tables = notableTables(named, bytes);
  const build = tables === 0 ? [] : [BUILD_EXE];
  const isMostlyTables = tables > bytes / 2;
  return [
    ...(isMostlyTables ? build : namesAction(last.meta.executable, named)),
    { text: declareInstead(largest) },
    ...(isMostlyTables ? [] : build),
    { text: "GOGC and GOMEMLIMIT do not see this memory: leave room for it in GOMEMLIMIT." },
    ...fileAction(largest),
  ];
}

const BUILD_EXE: Action = {
  text: "In a program that is not position-independent the loader has nothing to write, and these tables stay page cache.",
  code: "go build -buildmode=exe",
};

/** How to get at names where there are none. */
function namesAction(executable = "PROGRAM", named: GlobalVariables | undefined): Action[] {
  if (named === undefined) {
    return [
      {
        text: "See which they are: the largest symbols of kind B, b, D or d, in a build with a symbol table.",
        code: `go tool nm -size -sort size ${executable} | grep -i ' [bd] ' | sed -n 1,20p`,
      },
    ];
  }
  if (!named.stripped) return [];
  return [
    {
      text: "The program is stripped (-ldflags=-s), so that its variables have no names: leave out the debug information alone, and look again.",
      code: "go build -ldflags=-w",
    },
  ];
}

/** A library's are not theirs to change. */
function declareInstead(largest: readonly GlobalVariable[]): string {
  const own = largest.find(({ name }) => !isStandardLibrary(name));
  if (own?.behind) {
    return `What ${shortName(own)} points to is declared with it, and so a part of the program: make it when it is needed, and it is on the heap, and can be freed.`;
  }
  const what =
    own === undefined
      ? "Declare a slice or a pointer instead of a large array"
      : `Declare ${shortName(own)} as a slice or a pointer instead of a large array`;
  return `${what}, and make it as large as is needed when it is needed: that is on the heap, and can be freed.`;
}

/** What has values from the start is page cache until it is written. */
function fileAction(largest: readonly GlobalVariable[]): Action[] {
  const initialised = largest.find(({ section }) => section.endsWith("data"));
  if (initialised === undefined) return [];
  return [
    {
      text: `${shortName(initialised)} has its values from the program's file: pages of it that are only read stay page cache, and each that is written becomes memory of its own.`,
    },
  ];
}
