/**
 * The ways to print a result, one entry each. A reporter is a pure function of the result: it
 * reads nothing, writes nowhere and computes no number that the result doesn't hold.
 */
import type { Result } from "../model/results.ts";
import { renderJson } from "./render-json.ts";
import type { TextOptions } from "./text/options.ts";
import { renderText } from "./text/render-text.ts";

export interface Reporter {
  readonly id: string;
  readonly render: (result: Result, options: TextOptions) => string;
}

export const REPORTERS = {
  text: { id: "text", render: renderText },
  json: { id: "json", render: renderJson },
} as const satisfies Readonly<Record<string, Reporter>>;
