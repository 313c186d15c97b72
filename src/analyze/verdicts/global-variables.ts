/**
 * Variables of packages: large arrays in the program's own data and bss. They were written, so that they
 * are no page cache; they are no objects, so that no profile and no number of MemStats has them.
 */
import { formatBytes } from "../../base/units.ts";
import type { Action } from "../../model/verdict.ts";
import type { VerdictContext } from "./context.ts";
import { bytesOf, residentOf } from "./context.ts";
import { evidenceOf, rssEvidence } from "./evidence.ts";
import type { VerdictRule } from "./rule.ts";

export const globalVariables: VerdictRule = {
  id: "global-variables",
  says: "variables of packages, in no profile: never given back",
  mendable: true,
  judge: (context) => {
    const bytes = bytesOf(context, "program-globals");
    return {
      headline: `${formatBytes(bytes)} are global variables that were written: the program has them as long as it runs, and no profile shows them.`,
      bytes,
      owns: ["program-globals"],
      resident: residentOf(context, "program-globals"),
      evidence: [
        ...evidenceOf(context, "program-globals"),
        ...evidenceOf(context, "go-heap"),
        ...rssEvidence(context),
      ],
      actions: actions(context),
      confidence: "high",
    };
  },
};

function actions({ last }: VerdictContext): Action[] {
  const program = last.meta.executable ?? "PROGRAM";
  return [
    {
      text: "See which they are: the largest symbols of kind B, b, D or d, in a build with a symbol table.",
      code: `go tool nm -size -sort size ${program} | grep -i ' [bd] ' | sed -n 1,20p`,
    },
    {
      text: "Declare a slice or a pointer instead of a large array, and make it as large as is needed when it is needed: that is on the heap, and can be freed.",
    },
    { text: "GOGC and GOMEMLIMIT do not see this memory: leave room for it in GOMEMLIMIT." },
  ];
}
