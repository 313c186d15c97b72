/**
 * What every report prints from: the profile as filtered and merged, the settings as the command
 * reads them, the chosen value and how to say it. A report is a function of this alone; what must be
 * asked of the machine (the time zone, source files) comes through `host`.
 */
import type { Regexp } from "../base/regexp.ts";
import type { ObjectFailure, ObjectFile } from "../model/object-file.ts";
import type { Profile } from "../model/profile.ts";
import type { Command } from "./commands.ts";
import type { Int64 } from "./measure/int64.ts";
import type { ValueFormat } from "./measure/value-format.ts";
import type { Settings } from "./settings.ts";

/** What is to be written. A piece of bytes is good only until the next one is asked for. */
export type ReportOutput = Iterable<string | Uint8Array>;

/** What a report asks of the machine. */
export interface ReportHost {
  /** The time of a profile in the local zone, with the zone's abbreviation as Go prints it. */
  localTime(nanos: bigint): LocalTime;
  /** The source file at this path; never throws. */
  readSource(path: string): SourceRead;
  /**
   * Where else a source of this recorded path may lie, best first; `exact` where no other version
   * lies there. Only where a person asked to look further than pprof does.
   */
  readonly sourceCandidates?: (recorded: string) => readonly SourceCandidate[];
  /** A program's file, for reports on machine code. */
  openObject(path: string): ObjectFile | ObjectFailure;
  /** The folder that relative source paths are looked for from. Throws where it is gone. */
  workingFolder(): string;
}

export interface SourceCandidate {
  readonly path: string;
  readonly exact: boolean;
}

/** A file's bytes, or why there are none in the words of Go: `open /x: no such file or directory`. */
export type SourceRead = { readonly bytes: Uint8Array } | { readonly error: string };

export interface LocalTime {
  /** Seconds east of UTC. */
  readonly offset: number;
  /** `UTC`, `CET`, `-03`. */
  readonly zone: string;
}

export interface ReportInput {
  readonly profile: Profile;
  readonly command: Command;
  /** As the command reads them: `settingsFor`. */
  readonly settings: Settings;
  /** The argument of a command that takes one. */
  readonly pattern?: Regexp;
  /** Index of the value that is reported. */
  readonly valueIndex: number;
  /** `mean_` in front where means are asked for. */
  readonly sampleType: string;
  readonly sampleUnit: string;
  /** Sum of the absolute values of all samples before filtering: what 100 % is. */
  readonly total: number;
  /** The same where a double does not hold it. */
  readonly exactTotal: Int64;
  readonly numLabelUnits: ReadonlyMap<string, string>;
  /** `focus=…` lines of the header. */
  readonly activeFilters: readonly string[];
  readonly format: ValueFormat;
  readonly host: ReportHost;
}
