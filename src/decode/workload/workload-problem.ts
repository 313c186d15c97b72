/** How a workload says that it is wrong: line, field, what was expected, what was found. */
import { DecodeError } from "../../base/errors.ts";
import type { YamlProblem } from "../yaml/yaml-source.ts";

const HINT =
  "docs/heap-model.md says what a workload can hold; `resident simulate --list` names examples.";

export function problemAt(
  line: number,
  field: string,
  expected: string,
  found: string,
): DecodeError {
  return new DecodeError(
    { format: "workload", at: { line }, field, expected, found },
    { hint: HINT },
  );
}

/** The same, of what reading the YAML found. */
export function workloadProblem({ line, field, expected, found }: YamlProblem): DecodeError {
  return problemAt(line, field, expected, found);
}
