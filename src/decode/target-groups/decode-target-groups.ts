/**
 * Targets as discovery by file and by HTTP has them: a list of `{ targets, labels }`, in JSON or in YAML, of
 * which JSON is a part.
 */
import { isMap, isSeq } from "yaml";
import { ResidentError } from "../../base/errors.ts";
import type { TargetGroup } from "../../model/scrape-config.ts";
import { ConfigFields } from "../scrape-config/config-fields.ts";
import { parseYamlNode, type YamlProblem } from "../yaml/yaml-source.ts";

const MAX_TEXT = 16 * 1024 * 1024;
const EXPECTED = "a list of { targets, labels }";

/**
 * @param place file or address, for messages
 * @throws ResidentError RES_CONFIG with the line
 */
export function decodeTargetGroups(text: string, place: string): readonly TargetGroup[] {
  const error = (problem: YamlProblem) => groupsError(place, problem);
  if (text.length > MAX_TEXT) {
    const [expected, found] = [`at most ${MAX_TEXT} characters`, `${text.length}`];
    throw error({ line: 1, field: "file", expected, found });
  }
  const { node, source } = parseYamlNode(text, error);
  if (!isSeq(node)) {
    throw error({ line: 1, field: "file", expected: EXPECTED, found: "something else" });
  }
  return node.items.map((item, at) => {
    if (isMap(item)) return readGroup(new ConfigFields(item, source, `[${at}]`));
    const line = source.lineOf(item) || 1;
    throw error({
      line,
      field: `[${at}]`,
      expected: "{ targets, labels }",
      found: "something else",
    });
  });
}

/** As `static_configs` has them, too. */
export function readGroup(fields: ConfigFields): TargetGroup {
  const targets = fields.has("targets") ? fields.texts("targets") : [];
  const wrong = targets.find((target) => target.includes("/"));
  if (wrong !== undefined) {
    throw fields.wrong("targets", "host:port, without http:// and path", JSON.stringify(wrong));
  }
  const labels = fields.has("labels") ? fields.labels("labels") : {};
  fields.done();
  return { targets, labels };
}

function groupsError(place: string, { line, field, expected, found }: YamlProblem): ResidentError {
  const message = `${place}:${line}: ${field}: expected ${expected}, found ${found}`;
  return new ResidentError("RES_CONFIG", message, {
    hint: "It is written as Prometheus reads it: docs/serve.md has an example.",
  });
}
