/** What is to be looked at, and how: made from a configuration or from the words of a command line. */
import { MiB } from "../../base/units.ts";
import { displayUrl, type Endpoint } from "../../collect/http/endpoint.ts";
import type { HttpOptions } from "../../collect/http/http-options.ts";
import { classifyTarget, type TargetWord } from "../../collect/target/classify-target.ts";
import type { ResolveOptions } from "../../collect/target/resolve-live-target.ts";
import { targetMixture } from "../../collect/target/target-mixture.ts";
import type { Labels } from "../../store/store.ts";

import type { Access } from "./access.ts";

export type LiveWord = Exclude<TargetWord, { readonly kind: "stored" }>;

export interface TargetSpec {
  /** What tells it from every other. */
  readonly labels: Labels;
  /** A PID or name, an address, or one of each. */
  readonly words: readonly LiveWord[];
  /** Seconds from look to look. */
  readonly interval: number;
  /** Of a whole look, in seconds. */
  readonly timeout: number;
  readonly heap: boolean;
  readonly goroutines: boolean;
  readonly metricsPath?: string | undefined;
  /** Whether it is looked at as soon as it is there, and not when its turn comes. */
  readonly isUrgent: boolean;
  readonly access: Access;
  readonly resolve: Omit<ResolveOptions, "http">;
}

/** How targets that no configuration names are looked at. */
export interface LookDefaults {
  readonly interval: number;
  readonly timeout: number;
  readonly http: HttpOptions;
  readonly resolve: Omit<ResolveOptions, "http">;
}

/** Of one page, packed and unpacked: a heap profile of 100,000 stacks is 20 MiB. */
export const DEFAULT_PAGE_BYTES = 32 * MiB;

/** The job of targets that no configuration names. */
const COMMAND_LINE = "command-line";

/**
 * @param texts one program: its PID, its name or its address, or two of these
 * @throws ResidentError RES_USAGE for what can't be looked at again and again, such as a file
 */
export function specOfWords(texts: readonly string[], defaults: LookDefaults): TargetSpec {
  const words = texts.map((text) => classifyTarget(text, defaults.resolve));
  const live = words.filter((word): word is LiveWord => word.kind !== "stored");
  if (live.length !== words.length || live.length === 0) throw targetMixture(texts);
  return specOfProgram(live, COMMAND_LINE, defaults);
}

export function specOfProgram(
  words: readonly LiveWord[],
  job: string,
  { interval, timeout, http, resolve }: LookDefaults,
): TargetSpec {
  return {
    labels: { job, instance: words.map(instanceOf).join(" ") },
    words,
    interval,
    timeout,
    heap: true,
    goroutines: true,
    isUrgent: true,
    access: {
      given: http,
      client: { tls: { insecure: false } },
      query: "",
      maxBytes: DEFAULT_PAGE_BYTES,
    },
    resolve,
  };
}

/** As one types it, without credentials. */
export function addressOf({ words }: TargetSpec): string {
  return words
    .map((word) => (word.kind === "process" ? word.text : displayUrl(word.endpoint)))
    .join(" ");
}

/** Two specs that are alike in it are one target. */
export function specKey({ labels }: Pick<TargetSpec, "labels">): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Whether looks go on as they are: a target that is named again as it was is not begun anew. */
export function isSameSpec(a: TargetSpec, b: TargetSpec): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function instanceOf(word: LiveWord): string {
  return word.kind === "process" ? word.text : hostAndPath(word.endpoint);
}

const USUAL_PATH = "/debug/pprof/";

/** `10.0.0.7:6060`, and the path where it is not the usual one. */
function hostAndPath({ host, port, pprofPath, socketPath }: Endpoint): string {
  const path = pprofPath === USUAL_PATH ? "" : pprofPath;
  if (socketPath !== undefined) return `unix:${socketPath}${path}`;
  return `${host.includes(":") ? `[${host}]` : host}:${port}${path}`;
}
