/**
 * What is recorded, and how: the scrape configuration of Prometheus and Parca, decoded, with Resident's own
 * settings beside it. Times are seconds, sizes bytes.
 */
import type { Regexp } from "../base/regexp.ts";

export type Labels = Readonly<Record<string, string>>;

export interface ScrapeConfig {
  readonly jobs: readonly ScrapeJob[];
  readonly resident: ResidentSettings;
  /** Keys that are taken for the form's sake and do nothing here, as finished sentences. */
  readonly remarks: readonly string[];
}

/** Targets that are found and asked in one way. */
export interface ScrapeJob {
  readonly name: string;
  readonly interval: number;
  /** For a whole look. */
  readonly timeout: number;
  readonly scheme: "http" | "https";
  /** Of pprof's index, with a slash at both ends: `/debug/pprof/`. */
  readonly pprofPath: string;
  /** Where Prometheus metrics are; undefined: `/metrics` below the prefix. */
  readonly metricsPath?: string;
  readonly heap: boolean;
  readonly goroutines: boolean;
  /** Added to the query of every page. */
  readonly params: Readonly<Record<string, readonly string[]>>;
  /** Of one page. */
  readonly maxBytes: number;
  readonly client: ClientSettings;
  readonly sources: readonly TargetSource[];
  readonly relabeling: readonly RelabelStep[];
}

/** A secret stands in the configuration or in a file, which is read at each use. */
export type Secret = { readonly text: string } | { readonly file: string };

/** Instead of what the environment says: none, or one for all but the hosts of a list as in NO_PROXY. */
export type ProxyChoice = "none" | { readonly url: string; readonly except: string };

/** Client credentials (RFC 6749, 4.4), and how the server that takes them is reached. */
export interface OAuth2Settings extends Pick<ClientSettings, "tls" | "proxy"> {
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scopes: readonly string[];
  readonly tokenUrl: string;
  /** Sent beside them. */
  readonly params: Readonly<Record<string, string>>;
}

export interface ClientSettings {
  readonly basic?: { readonly user: Secret; readonly password: Secret };
  readonly authorization?: { readonly type: string; readonly credentials: Secret };
  readonly oauth2?: OAuth2Settings;
  readonly proxy?: ProxyChoice;
  readonly tls: {
    readonly ca?: Secret;
    readonly cert?: Secret;
    readonly key?: Secret;
    readonly serverName?: string;
    readonly insecure: boolean;
  };
}

export interface TargetGroup {
  /** `host:port` each. */
  readonly targets: readonly string[];
  readonly labels: Labels;
}

export type TargetSource =
  | { readonly kind: "static"; readonly groups: readonly TargetGroup[] }
  /** Paths whose last part may have one `*`. */
  | { readonly kind: "file"; readonly files: readonly string[]; readonly refresh: number }
  | {
      readonly kind: "http";
      readonly url: string;
      readonly refresh: number;
      readonly client: ClientSettings;
    }
  | {
      readonly kind: "dns";
      readonly names: readonly string[];
      readonly type: "A" | "AAAA" | "SRV";
      /** Of A and AAAA. */
      readonly port: number;
      readonly refresh: number;
    };

export type RelabelAction =
  | "replace"
  | "keep"
  | "drop"
  | "hashmod"
  | "labelmap"
  | "labeldrop"
  | "labelkeep"
  | "lowercase"
  | "uppercase"
  | "keepequal"
  | "dropequal";

export interface RelabelStep {
  readonly action: RelabelAction;
  readonly sourceLabels: readonly string[];
  readonly separator: string;
  /** Matches the whole value. */
  readonly regex: Regexp;
  readonly modulus: bigint;
  readonly targetLabel: string;
  readonly replacement: string;
}

/** What other recorders have no word for; what is left out is for the command line or the default. */
export interface ResidentSettings {
  /** Folder of the store. */
  readonly data?: string;
  readonly listen?: { readonly host: string; readonly port: number };
  readonly tokenFile?: string;
  readonly sourceRoots: readonly string[];
  readonly allowAddingTargets?: boolean;
  /** Processes of this machine, by name or PID. */
  readonly processes: readonly string[];
  readonly retention: RetentionSettings;
}

export interface RetentionSettings {
  readonly maxAge?: number;
  readonly maxBytes?: number;
  readonly thinAfter?: number;
  readonly thinTo?: number;
}
