/** `relabel_configs`, with the checks that Prometheus makes (model/relabel). */
import type { RelabelAction, RelabelStep } from "../../model/scrape-config.ts";
import { type ConfigFields, LABEL_NAME } from "./config-fields.ts";

const ACTIONS: readonly RelabelAction[] = [
  "replace",
  "keep",
  "drop",
  "hashmod",
  "labelmap",
  "labeldrop",
  "labelkeep",
  "lowercase",
  "uppercase",
  "keepequal",
  "dropequal",
];
const NEEDS_TARGET: ReadonlySet<RelabelAction> = new Set([
  "replace",
  "hashmod",
  "lowercase",
  "uppercase",
  "keepequal",
  "dropequal",
]);
/** Keys beside `action` that such a step may have, where not all make sense. */
const ONLY: Partial<Record<RelabelAction, readonly string[]>> = {
  labeldrop: ["regex"],
  labelkeep: ["regex"],
  keepequal: ["source_labels", "target_label"],
  dropequal: ["source_labels", "target_label"],
};

export function readRelabeling(all: readonly ConfigFields[]): RelabelStep[] {
  return all.map(readStep);
}

function readStep(fields: ConfigFields): RelabelStep {
  const action = actionOf(fields);
  const only = ONLY[action];
  const extra = fields.keys().find((key) => key !== "action" && only?.includes(key) === false);
  if (extra !== undefined) throw fields.wrong(extra, `only ${only!.join(" and ")}`, extra);
  const step = {
    action,
    sourceLabels: fields.has("source_labels") ? fields.texts("source_labels") : [],
    separator: fields.text("separator", ";"),
    regex: fields.regex("regex"),
    modulus: BigInt(action === "hashmod" ? fields.count("modulus") : 0),
    targetLabel: fields.text("target_label", ""),
    replacement: fields.text("replacement", "$1"),
  };
  fields.ignore("modulus");
  fields.done();
  checkLabels(fields, step);
  return step;
}

/** In any case, as Prometheus takes it. */
function actionOf(fields: ConfigFields): RelabelAction {
  const text = fields.text("action", "replace");
  const action = ACTIONS.find((one) => one === text.toLowerCase());
  if (action !== undefined) return action;
  throw fields.wrong("action", `one of ${ACTIONS.join(", ")}`, JSON.stringify(text));
}

function checkLabels(fields: ConfigFields, { action, sourceLabels, targetLabel }: RelabelStep) {
  const wrong = sourceLabels.find((name) => !LABEL_NAME.test(name));
  if (wrong !== undefined) {
    throw fields.wrong("source_labels", "names of labels", JSON.stringify(wrong));
  }
  if (!NEEDS_TARGET.has(action)) return;
  const isName = action === "replace" ? isTemplate(targetLabel) : LABEL_NAME.test(targetLabel);
  if (isName) return;
  const found = targetLabel === "" ? "nothing" : JSON.stringify(targetLabel);
  throw fields.wrong("target_label", "the name of a label", found);
}

/** A name that may have `$1` or `${name}` in it. */
function isTemplate(name: string): boolean {
  return LABEL_NAME.test(name.replaceAll(/\$\{\w+\}|\$\w+/g, "_"));
}
