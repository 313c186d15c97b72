/**
 * An address of the API as one object, from which come both what answers a request and what the
 * OpenAPI document says of it.
 */
import type { Context } from "hono";
import { Refusal } from "../problem.ts";
import type { Fleet } from "./fleet.ts";
import type { Parameters, ValuesOf } from "./parameter.ts";

/** What a successful answer is. */
export interface AnswerForm {
  readonly about: string;
  readonly type: string;
  /** Its JSON Schema in docs/schema, without the ending; null: no JSON. */
  readonly schema: string | null;
}

interface RouteFacts {
  readonly method: "get" | "post";
  /** As OpenAPI writes it: /api/v1/processes/{id}/page */
  readonly path: string;
  readonly summary: string;
  readonly parameters: Parameters;
  /** Schema of the body that is sent, inline; null: none. */
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly answer: AnswerForm;
  /** Statuses beside 200 (201 for a post) that are its own. */
  readonly refusals: readonly number[];
  /** Reads much of the store: only a few are answered at once. */
  readonly isHeavy?: boolean;
}

export interface Route extends RouteFacts {
  answerTo(fleet: Fleet, context: Context): Promise<Response> | Response;
}

export function route<P extends Parameters>(
  facts: RouteFacts & {
    readonly parameters: P;
    readonly run: (
      fleet: Fleet,
      values: ValuesOf<P>,
      context: Context,
    ) => Promise<Response> | Response;
  },
): Route {
  const { run, ...rest } = facts;
  return {
    ...rest,
    answerTo: (fleet, context) => run(fleet, valuesOf(facts.parameters, context), context),
  };
}

/** Of every address: the token, which the guard has read. */
const TOKEN = "token";

function valuesOf<P extends Parameters>(parameters: P, { req }: Context): ValuesOf<P> {
  const queries = req.queries();
  const known = Object.keys(parameters).filter((name) => parameters[name]!.in === "query");
  const stranger = Object.keys(queries).find((name) => name !== TOKEN && !known.includes(name));
  if (stranger !== undefined) {
    const takes = known.length === 0 ? "nothing" : known.join(", ");
    throw new Refusal(
      400,
      `${JSON.stringify(stranger.slice(0, 40))} means nothing here: this address takes ${takes}.`,
    );
  }
  const entries = Object.entries(parameters).map(([name, parameter]) => {
    const texts = parameter.in === "path" ? [req.param(name) ?? ""] : (queries[name] ?? []);
    return [name, parameter.read(texts, name)];
  });
  return Object.fromEntries(entries) as ValuesOf<P>;
}
