/** The keys of a configuration's maps: what YamlFields reads, and what scrape configurations have besides. */
import { isMap, isScalar, isSeq } from "yaml";
import { parseLongDuration } from "../../base/long-duration.ts";
import { compileRegexp, type Regexp } from "../../base/regexp.ts";
import type { Labels, Secret } from "../../model/scrape-config.ts";
import { YamlFields } from "../yaml/yaml-fields.ts";
import { wordsFor } from "../yaml/yaml-source.ts";

export const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

export class ConfigFields extends YamlFields {
  /** `15s`, `1h30m`, `30d`; at least a second. */
  seconds(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "a duration of 1s or more, such as 15s or 1h30m", (value) => {
      const seconds = typeof value === "string" ? parseLongDuration(value) : undefined;
      return seconds !== undefined && seconds >= 1 ? seconds : undefined;
    });
  }

  /** Undefined where the key is not there. */
  optional<T>(key: string, read: (key: string) => T): T | undefined {
    return this.has(key) ? read(key) : undefined;
  }

  /** A path that does not begin at the root is one beside the file. */
  path(key: string, folder: string): string {
    return pathFrom(folder, this.nonEmpty(key));
  }

  nonEmpty(key: string): string {
    return this.read(key, undefined, "a text that is not empty", (value) =>
      typeof value === "string" && value !== "" ? value : undefined,
    );
  }

  port(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "a port, 1 to 65535", (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= 65_535
        ? value
        : undefined,
    );
  }

  /** A path of a URL, with a slash at its beginning and no query. */
  urlPath(key: string, otherwise?: string): string {
    return this.read(key, otherwise, "a path such as /debug/pprof, without a query", (value) =>
      typeof value === "string" && /^\/[^?#\s]*$/.test(value) ? value : undefined,
    );
  }

  texts(key: string): string[] {
    return this.list(key).items.map((item) => {
      if (isScalar(item) && typeof item.value === "string" && item.value !== "") return item.value;
      throw this.wrongItem(key, item, "a text");
    });
  }

  /** Texts, or numbers as they are written. */
  words(key: string): string[] {
    return this.list(key).items.map((item) => {
      const value = isScalar(item) ? item.value : undefined;
      if (typeof value === "number" || (typeof value === "string" && value !== ""))
        return `${value}`;
      throw this.wrongItem(key, item, "a text or a number");
    });
  }

  map(key: string): ConfigFields {
    const node = this.read(key, undefined, "a map", (_, node) => (isMap(node) ? node : undefined));
    return new ConfigFields(node, this.source, `${this.place}.${key}`);
  }

  /** The maps of a list. */
  maps(key: string): ConfigFields[] {
    return this.list(key).items.map((item, at) => {
      if (isMap(item)) return new ConfigFields(item, this.source, `${this.place}.${key}[${at}]`);
      throw this.wrongItem(key, item, "a map");
    });
  }

  labels(key: string): Labels {
    const fields = this.map(key);
    return Object.fromEntries(
      fields.keys().map((name) => {
        const value = fields.word(name);
        if (LABEL_NAME.test(name)) return [name, value];
        throw fields.wrong(name, "a label's name: letters, digits and _", JSON.stringify(name));
      }),
    );
  }

  /** Values of a query, each with several. */
  params(key: string): Readonly<Record<string, readonly string[]>> {
    const fields = this.map(key);
    return Object.fromEntries(fields.keys().map((name) => [name, fields.texts(name)]));
  }

  /** A text, or a number or truth value as it is written. */
  word(key: string): string {
    return this.read(key, undefined, "a text", (value) =>
      ["string", "number", "boolean"].includes(typeof value) ? String(value) : undefined,
    );
  }

  /** From `key`, or from the file that `key_file` names. */
  secret(key: string, folder: string): Secret | undefined {
    const fileKey = `${key}_file`;
    const [text, file] = [this.has(key), this.has(fileKey)];
    if (text && file) throw this.wrong(fileKey, `${key} or ${fileKey}`, "both");
    if (text) return { text: this.secretText(key) };
    return file ? { file: this.path(fileKey, folder) } : undefined;
  }

  /** Nothing of what was found is said: a password of digits alone is a number to YAML. */
  private secretText(key: string): string {
    try {
      return this.text(key);
    } catch {
      throw this.wrong(key, "a text, in quotes where it is a number", "something else");
    }
  }

  /** One that matches a whole text. */
  regex(key: string): Regexp {
    const pattern = this.has(key) ? this.word(key) : "(.*)";
    try {
      compileRegexp(pattern);
      return compileRegexp(`^(?s:${pattern})$`);
    } catch (error) {
      throw this.wrong(key, "a regular expression as Go's", (error as Error).message);
    }
  }

  /** Reads what has no meaning here, whatever it is. */
  ignore(key: string): boolean {
    return this.has(key);
  }

  private wrongItem(key: string, item: unknown, expected: string) {
    const line = this.source.lineOf(item) || this.line;
    const found = isSeq(item) ? "a list" : wordsFor(item);
    return this.source.error({ line, field: `${this.place}.${key}`, expected, found });
  }
}

export function pathFrom(folder: string, path: string): string {
  return path.startsWith("/") ? path : `${folder}/${path}`;
}
