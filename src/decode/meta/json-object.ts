/**
 * A JSON object that is read key by key. A key that is there with another type fails with its
 * path; a key that nobody asks for is ignored, so that newer writers can add some.
 */
import { DecodeError } from "../../base/errors.ts";
import { MiB } from "../../base/units.ts";
import { smallText } from "../small-text.ts";

/** A nested array takes two bytes of JSON and a hundred of memory. */
const MAX_LENGTH = MiB;

export class JsonObject {
  private readonly format: string;
  private readonly path: string;
  private readonly value: Readonly<Record<string, unknown>>;

  /** `path` is where the value stands in the file, "" for the whole. Fails with DecodeError. */
  constructor(format: string, path: string, value: unknown) {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      throw wrongType(format, path, "an object", value);
    }
    this.format = format;
    this.path = path;
    this.value = value as Readonly<Record<string, unknown>>;
  }

  static parse(bytes: Uint8Array, format: string): JsonObject {
    const text = smallText(bytes, format, MAX_LENGTH);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw notJson(format, error as SyntaxError);
    }
    return new JsonObject(format, "", value);
  }

  string(key: string): string | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === "string") return value;
    throw this.wrong(key, "a string");
  }

  boolean(key: string): boolean | undefined {
    const value = this.get(key);
    if (value === undefined || typeof value === "boolean") return value;
    throw this.wrong(key, "true or false");
  }

  /** A finite number of at least 0: nothing in these files can be negative. */
  number(key: string): number | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isFinite(value) && value >= 0) return value;
    throw this.wrong(key, "a number of at least 0");
  }

  object(key: string): JsonObject | undefined {
    const value = this.get(key);
    return value === undefined ? undefined : new JsonObject(this.format, this.pathOf(key), value);
  }

  objects(key: string): readonly JsonObject[] | undefined {
    const value = this.get(key);
    if (value === undefined) return undefined;
    if (!Array.isArray(value)) throw this.wrong(key, "an array");
    return value.map(
      (item, index) => new JsonObject(this.format, `${this.pathOf(key)}[${index}]`, item),
    );
  }

  keys(): readonly string[] {
    return Object.keys(this.value);
  }

  /** The error for a key whose value is not what the format says. */
  wrong(key: string, expected: string): DecodeError {
    return wrongType(this.format, this.pathOf(key), expected, this.get(key));
  }

  private get(key: string): unknown {
    return Object.hasOwn(this.value, key) ? this.value[key] : undefined;
  }

  private pathOf(key: string): string {
    return this.path === "" ? key : `${this.path}.${key}`;
  }
}

function wrongType(format: string, path: string, expected: string, found: unknown): DecodeError {
  const excerpt = (JSON.stringify(found) ?? "nothing").slice(0, 48);
  const field = path === "" ? {} : { field: path };
  return new DecodeError({ format, at: { offset: 0 }, ...field, expected, found: excerpt });
}

/** V8 gives the position within the message, where it gives one. */
function notJson(format: string, error: SyntaxError): DecodeError {
  const position = /at position (\d+)/.exec(error.message);
  const offset = position === null ? 0 : Number(position[1]);
  return new DecodeError(
    { format, at: { offset }, expected: "JSON", found: error.message.slice(0, 120) },
    { cause: error },
  );
}
