/**
 * Reads the keys of one YAML map by name and kind, remembers which were read, and refuses the rest.
 * Aliases are refused everywhere: nothing that is read here needs one, and they multiply.
 */
import { isScalar, isSeq, type YAMLMap, type YAMLSeq } from "yaml";
import { similarWord } from "../../base/similar-word.ts";
import { parseBytes } from "../../base/units.ts";
import { wordsFor, type YamlSource } from "./yaml-source.ts";

export class YamlFields {
  readonly line: number;
  readonly source: YamlSource;
  protected readonly place: string;
  private readonly values = new Map<string, unknown>();
  private readonly asked = new Set<string>();

  /** @param place of the map in the file, for messages */
  constructor(map: YAMLMap, source: YamlSource, place: string) {
    this.source = source;
    this.place = place;
    this.line = source.lineOf(map);
    for (const { key, value } of map.items) {
      if (!isScalar(key)) {
        const found = "something else";
        throw source.error({ line: this.line, field: place, expected: "a word as key", found });
      }
      this.values.set(String(key.value), value);
    }
  }

  /** For a message. */
  get firstKey(): string {
    return this.values.keys().next().value ?? "an empty map";
  }

  keys(): string[] {
    return [...this.values.keys()];
  }

  has(key: string): boolean {
    this.asked.add(key);
    return this.values.has(key);
  }

  text(key: string, otherwise?: string): string {
    return this.read(key, otherwise, "a text", (value) =>
      typeof value === "string" ? value : undefined,
    );
  }

  choice<T extends string>(key: string, of: readonly T[], otherwise?: T): T {
    return this.read(key, otherwise, `one of ${of.join(", ")}`, (value) =>
      of.find((one) => one === value),
    );
  }

  flag(key: string, otherwise = false): boolean {
    return this.read(key, otherwise, "true or false", (value) =>
      typeof value === "boolean" ? value : undefined,
    );
  }

  /** `64KiB`, or a number of bytes. */
  bytes(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "a size, such as 64KiB", (value) => {
      const bytes = typeof value === "number" ? value : parseBytes(String(value));
      return bytes !== undefined && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
    });
  }

  count(key: string, otherwise?: number): number {
    return this.read(key, otherwise, "a whole number from 1 on", (value) =>
      typeof value === "number" && Number.isSafeInteger(value) && value > 0 ? value : undefined,
    );
  }

  list(key: string): YAMLSeq {
    return this.read(key, undefined, "a list", (_, node) => (isSeq(node) ? node : undefined));
  }

  /** What was not asked for is not known. */
  done(): void {
    for (const key of this.values.keys()) {
      if (this.asked.has(key)) continue;
      const known = [...this.asked];
      const expected = `one of ${known.join(", ")}`;
      throw this.wrong(key, expected, key, { field: this.place, similar: similarWord(key, known) });
    }
  }

  /** The error that what this key holds is. */
  wrong(
    key: string,
    expected: string,
    found: string,
    {
      field = `${this.place}.${key}`,
      similar,
    }: { field?: string; similar?: string | undefined } = {},
  ) {
    return this.source.error({ line: this.lineAt(key), field, expected, found, similar });
  }

  protected read<T>(
    key: string,
    otherwise: T | undefined,
    expected: string,
    read: (value: unknown, node: unknown) => T | undefined,
  ): T {
    this.asked.add(key);
    if (!this.values.has(key)) {
      if (otherwise !== undefined) return otherwise;
      throw this.wrong(key, expected, "nothing");
    }
    const node = this.values.get(key);
    const value = read(isScalar(node) ? node.value : undefined, node);
    if (value !== undefined) return value;
    throw this.wrong(key, expected, wordsFor(node));
  }

  private lineAt(key: string): number {
    return this.source.lineOf(this.values.get(key)) || this.line;
  }
}
