/** What is recorded where: the flags of `resident serve` go before the configuration, and that before defaults. */
import { homedir } from "node:os";
import { join } from "node:path";
import { GiB } from "../../base/units.ts";
import {
  DEFAULT_INTERVAL,
  DEFAULT_TIMEOUT,
} from "../../decode/scrape-config/decode-scrape-config.ts";
import type { ResidentSettings, RetentionSettings } from "../../model/scrape-config.ts";
import type { LookDefaults } from "../../record/looks/target-spec.ts";
import type { Retention } from "../../store/store.ts";
import { httpOptions } from "../http-options.ts";
import type { RecordFlags } from "../options/record-options.ts";
import { usageError } from "../options/values.ts";
import { isThisMachine, tokenOf } from "../page/page-access.ts";

const DAY = 24 * 3600;
const DEFAULTS: Retention = {
  maxAge: 30 * DAY,
  maxBytes: 4 * GiB,
  thinAfter: 2 * DAY,
  thinTo: 300,
};
const DEFAULT_PORT = 7070;

export interface ServeSettings {
  readonly data: string;
  readonly host: string;
  readonly port: number;
  /** null: none is asked for. */
  readonly token: string | null;
  readonly sourceRoots: readonly string[];
  readonly canAddAny: boolean;
}

/** @throws ResidentError RES_USAGE where another machine could look without a token */
export function serveSettings(
  flags: RecordFlags,
  config: ResidentSettings | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ServeSettings {
  const host = flags.host ?? config?.listen?.host ?? "127.0.0.1";
  return {
    data: flags.data ?? config?.data ?? defaultFolder(env),
    host,
    port: flags.port ?? config?.listen?.port ?? DEFAULT_PORT,
    token: tokenFor(host, flags, config),
    sourceRoots: flags.sourceRoot ?? config?.sourceRoots ?? [],
    canAddAny: flags.allowAddingTargets ?? config?.allowAddingTargets ?? false,
  };
}

export function retentionOf(flags: RecordFlags, config: RetentionSettings = {}): Retention {
  return {
    maxAge: flags.retentionAge ?? config.maxAge ?? DEFAULTS.maxAge,
    maxBytes: flags.retentionSize ?? config.maxBytes ?? DEFAULTS.maxBytes,
    thinAfter: flags.thinAfter ?? config.thinAfter ?? DEFAULTS.thinAfter,
    thinTo: flags.thinTo ?? config.thinTo ?? DEFAULTS.thinTo,
  };
}

/** Of targets that are named on the command line, on the page, or as processes of this machine. */
export function lookDefaults(flags: RecordFlags): LookDefaults {
  const interval = flags.every ?? DEFAULT_INTERVAL;
  const timeout = flags.timeout ?? Math.min(DEFAULT_TIMEOUT, Math.max(1, interval));
  return {
    interval,
    timeout,
    http: httpOptions(flags),
    resolve: {
      ...(flags.prefix === undefined ? {} : { prefix: flags.prefix }),
      ...(flags.socket === undefined ? {} : { socket: flags.socket }),
      ...(flags.insecure === undefined ? {} : { insecure: flags.insecure }),
    },
  };
}

function tokenFor(
  host: string,
  { pageToken }: RecordFlags,
  config: ResidentSettings | undefined,
): string | null {
  if (pageToken === false) return null;
  if (pageToken !== undefined) return tokenOf(pageToken);
  if (config?.tokenFile !== undefined) return tokenOf(`@${config.tokenFile}`, config.tokenFile);
  if (isThisMachine(host)) return null;
  throw usageError(
    `other machines could look at ${host} without a token`,
    "Give --page-token @FILE, or --no-page-token where whoever reaches it may look.",
  );
}

/** By the XDG base directory specification. */
function defaultFolder(env: Readonly<Record<string, string | undefined>>): string {
  const state = env["XDG_STATE_HOME"];
  // A relative path there is to be ignored.
  const base = state?.startsWith("/") ? state : join(homedir(), ".local", "state");
  return join(base, "resident");
}
