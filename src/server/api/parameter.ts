/**
 * What an address of the API takes: read from the request within its bounds, and described in the
 * OpenAPI document, by one object. Every text that a request brings has a length that it may not
 * exceed; every number has a lowest and a highest.
 */
import { Refusal } from "../problem.ts";

export interface Parameter<T> {
  readonly in: "path" | "query";
  readonly about: string;
  readonly isRequired: boolean;
  /** JSON Schema. */
  readonly schema: Readonly<Record<string, unknown>>;
  /**
   * @param texts as often as it is in the address
   * @throws Refusal 400, with what was expected
   */
  read(texts: readonly string[], name: string): T;
}

export type Parameters = Readonly<Record<string, Parameter<unknown>>>;

export type ValuesOf<P extends Parameters> = {
  readonly [K in keyof P]: P[K] extends Parameter<infer T> ? T : never;
};

/** Beyond that a name is cut where it is quoted back. */
const QUOTED = 60;
/** Year 2106: beyond it a time is in another unit. */
const LATEST = 2 ** 32;
const MOST_ID = 2 ** 31 - 1;

/** The id of a process, in the path. */
export const PROCESS_ID: Parameter<number> = {
  in: "path",
  about: "Number of the process, as /api/v1/processes has it.",
  isRequired: true,
  schema: { type: "integer", minimum: 0, maximum: MOST_ID },
  read: (texts, name) => idOf(only(texts, name) ?? "", name),
};

/** Ids of several, each once. */
export function processIds(most: number): Parameter<readonly number[]> {
  return {
    in: "query",
    about: `Number of a process; given up to ${most} times.`,
    isRequired: true,
    schema: {
      type: "array",
      items: { type: "integer", minimum: 0, maximum: MOST_ID },
      minItems: 1,
      maxItems: most,
    },
    read: (texts, name) => {
      if (texts.length === 0)
        throw new Refusal(400, `${name} is missing: the number of a process.`);
      if (texts.length > most) {
        throw new Refusal(
          400,
          `${name} is given ${texts.length} times: at most ${most} are taken.`,
        );
      }
      return [...new Set(texts.map((text) => idOf(text, name)))];
    },
  };
}

/** A time in Unix seconds; undefined where it is left out. */
export function moment(about: string): Parameter<number | undefined> {
  return {
    in: "query",
    about,
    isRequired: false,
    schema: { type: "number", minimum: 0, maximum: LATEST },
    read: (texts, name) => {
      const text = only(texts, name);
      if (text === undefined) return undefined;
      const seconds = /^\d{1,10}(?:\.\d{1,9})?$/.test(text) ? Number(text) : Number.NaN;
      if (seconds <= LATEST) return seconds;
      throw wrong(name, text, "seconds since 1970 were expected, like 1764460800");
    },
  };
}

/** One of a few words; the first where it is left out. */
export function choice<const W extends string>(
  about: string,
  words: readonly [W, ...W[]],
): Parameter<W> {
  return {
    in: "query",
    about,
    isRequired: false,
    schema: { enum: words, default: words[0] },
    read: (texts, name) => {
      const text = only(texts, name) ?? words[0];
      const word = words.find((one) => one === text);
      if (word === undefined) throw wrong(name, text, `${words.join(" or ")} was expected`);
      return word;
    },
  };
}

/** @returns undefined where it is left out */
export function text(about: string, maxLength: number): Parameter<string | undefined> {
  return {
    in: "query",
    about,
    isRequired: false,
    schema: { type: "string", minLength: 1, maxLength },
    read: (texts, name) => shortEnough(only(texts, name), name, maxLength),
  };
}

export function requiredText(about: string, maxLength: number): Parameter<string> {
  return {
    ...text(about, maxLength),
    isRequired: true,
    read: (texts, name) => {
      const given = shortEnough(only(texts, name), name, maxLength);
      if (given === undefined) throw new Refusal(400, `${name} is missing.`);
      return given;
    },
  };
}

function shortEnough(given: string | undefined, name: string, most: number): string | undefined {
  if (given === "") throw new Refusal(400, `${name} is empty.`);
  if (given === undefined || given.length <= most) return given;
  throw new Refusal(400, `${name} is longer than ${most} letters.`);
}

function only(texts: readonly string[], name: string): string | undefined {
  if (texts.length > 1) throw new Refusal(400, `${name} is given ${texts.length} times.`);
  return texts[0];
}

function idOf(given: string, name: string): number {
  const id = /^(?:0|[1-9]\d{0,9})$/.test(given) ? Number(given) : Number.NaN;
  if (id <= MOST_ID) return id;
  throw wrong(name, given, "the number of a process was expected");
}

function wrong(name: string, given: string, expected: string): Refusal {
  const quoted = given.length > QUOTED ? `${given.slice(0, QUOTED)}…` : given;
  return new Refusal(400, `${name} is ${JSON.stringify(quoted)}: ${expected}.`);
}
