/** The steps of a workload: each is a word (`collect`) or a map with one step and what belongs to it. */
import { isMap, isScalar, type YAMLSeq } from "yaml";
import type { WorkloadAction, WorkloadStep } from "../../model/workload.ts";
import type { YamlSource } from "../yaml/yaml-source.ts";
import { Fields } from "./fields.ts";
import { MAX_DEPTH } from "./workload-bounds.ts";
import { problemAt } from "./workload-problem.ts";

const WORDS = ["collect", "return"] as const;
const STEPS = ["allocate", "write", "drop", "wait", "start", "end", "repeat", ...WORDS] as const;
/** The smallest stack of a goroutine, Go 1.4 to 1.27. */
const SMALLEST_STACK = 2048;

export function readSteps(list: YAMLSeq, source: YamlSource, depth: number): WorkloadStep[] {
  if (depth > MAX_DEPTH) {
    const line = source.lineOf(list);
    throw problemAt(line, "steps", `at most ${MAX_DEPTH} loops in each other`, "more");
  }
  return list.items.map((item) => {
    const line = source.lineOf(item);
    if (isScalar(item)) return { kind: readWord(item.value, line), line };
    if (!isMap(item))
      throw problemAt(line, "steps", `one of ${STEPS.join(", ")}`, "something else");
    const fields = new Fields(item, source, "step");
    const action = readStep(fields, source, depth, (key) => item.get(key, true));
    fields.done();
    return { ...action, line };
  });
}

function readWord(word: unknown, line: number): (typeof WORDS)[number] {
  const found = WORDS.find((one) => one === word);
  if (found !== undefined) return found;
  throw problemAt(line, "steps", `one of ${STEPS.join(", ")}`, JSON.stringify(word ?? null));
}

function readStep(
  fields: Fields,
  source: YamlSource,
  depth: number,
  get: (key: string) => unknown,
): WorkloadAction {
  const inner = (key: string): Fields => {
    const node = get(key);
    if (isMap(node)) return new Fields(node, source, key);
    throw problemAt(source.lineOf(node) || fields.line, key, "a map", "something else");
  };
  if (fields.has("allocate")) return readAllocate(inner("allocate"));
  if (fields.has("write"))
    return { kind: "write", what: fields.name("write"), share: fields.share("share", 1) };
  if (fields.has("drop")) return readDrop(fields);
  if (fields.has("wait")) return readWait(fields);
  if (fields.has("start")) return readStart(inner("start"));
  if (fields.has("end"))
    return { kind: "end", what: fields.name("end"), share: fields.share("share", 1) };
  if (fields.has("repeat")) {
    const steps = readSteps(fields.list("steps"), source, depth + 1);
    return { kind: "repeat", times: fields.count("repeat"), steps };
  }
  throw problemAt(fields.line, "step", `one of ${STEPS.join(", ")}`, fields.firstKey);
}

function readAllocate(fields: Fields): WorkloadAction {
  const step = {
    kind: "allocate" as const,
    size: fields.bytes("size"),
    count: fields.count("count", 1),
    write: fields.share("write", 1),
    over: fields.has("over") ? fields.seconds("over") : 0,
    ...(fields.has("as") ? { as: fields.name("as") } : {}),
    ...(fields.has("into") ? { into: fields.name("into") } : {}),
  };
  if ("as" in step && "into" in step) {
    throw problemAt(fields.line, "allocate", "as or into", "both");
  }
  fields.done();
  return step;
}

function readDrop(fields: Fields): WorkloadAction {
  const what = fields.name("drop");
  return {
    kind: "drop",
    what,
    share: fields.share("share", 1),
    scattered: fields.flag("scattered"),
  };
}

function readWait(fields: Fields): WorkloadAction {
  const seconds = fields.seconds("wait");
  if (!fields.has("waking")) return { kind: "wait", seconds };
  return { kind: "wait", seconds, wakesEvery: fields.seconds("waking") };
}

function readStart(fields: Fields): WorkloadAction {
  const stack = fields.bytes("stack", SMALLEST_STACK);
  const step = {
    kind: "start" as const,
    as: fields.name("as"),
    count: fields.count("count"),
    stack: 2 ** Math.ceil(Math.log2(Math.max(stack, SMALLEST_STACK))),
  };
  fields.done();
  return step;
}
