/**
 * A workload from YAML. Strict: a key, a unit or a name that is not known is an error that says the
 * line and what would do, so that a slip of the pen never makes another program. The shape of each
 * step is in step-readers.ts, the bounds on all of it in workload-bounds.ts.
 */
import type { Workload } from "../../model/workload.ts";
import { parseYaml } from "../yaml/yaml-source.ts";
import { Fields } from "./fields.ts";
import { readSteps } from "./read-steps.ts";
import { checkBounds, MAX_TEXT } from "./workload-bounds.ts";
import { problemAt, workloadProblem } from "./workload-problem.ts";

const PROGRAMS = ["plain", "server"] as const;

/** @throws DecodeError with the line */
export function decodeWorkload(text: string): Workload {
  if (text.length > MAX_TEXT) {
    throw problemAt(1, "file", `at most ${MAX_TEXT} characters`, `${text.length}`);
  }
  const { map, source } = parseYaml(text, "a map with the key steps", workloadProblem);
  const fields = new Fields(map, source, "workload");
  const workload = {
    name: fields.text("name", "workload"),
    about: fields.text("about", ""),
    program: fields.choice("program", PROGRAMS, "server"),
    steps: readSteps(fields.list("steps"), source, 0),
  };
  fields.done();
  checkBounds(workload.steps);
  return workload;
}
