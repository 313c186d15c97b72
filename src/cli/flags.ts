/**
 * What each command can be told, as commander hands it over. Apart from the commands, which say how
 * it is typed, and from the actions, which are loaded only when they run.
 */
import type { HeapValueFlags } from "./options/heap-value.ts";
import type { OutputFlags } from "./options/output-options.ts";
import type { ScheduleFlags } from "./options/schedule-options.ts";
import type { ServeFlags } from "./options/serve-options.ts";
import type { SourceFlags } from "./options/source-options.ts";
import type { TargetFlags } from "./options/target-options.ts";
import type { WhatIfFlags } from "./options/what-if-options.ts";

/** Places that `resident top` shows unless told otherwise. */
export const TOP_SHOWN = 20;
/** Collections that `resident gc` lists unless told otherwise. */
export const GC_SHOWN = 10;

export interface CaptureFlags extends TargetFlags, OutputFlags {
  readonly output?: string;
  readonly force?: boolean;
  readonly count?: number;
  /** Seconds. */
  readonly for?: number;
  /** Seconds. */
  readonly every?: number;
  readonly script?: boolean;
}

export interface DiffFlags extends TargetFlags, OutputFlags {}

export interface ExplainFlags extends TargetFlags, OutputFlags, ScheduleFlags {
  readonly failOn?: readonly string[];
  readonly explain?: string;
}

export interface GcFlags extends TargetFlags, OutputFlags, ScheduleFlags, WhatIfFlags {
  readonly count?: number;
  readonly csv?: boolean;
  readonly process?: number;
}

export interface ListFlags extends TargetFlags, OutputFlags, HeapValueFlags, SourceFlags {}

export interface RunFlags extends OutputFlags {
  /** Seconds. */
  readonly every?: number;
  readonly out?: string;
  readonly report?: string;
  readonly force?: boolean;
  readonly showTrace?: boolean;
  /** False with --no-trace. */
  readonly trace: boolean;
  readonly failOn?: readonly string[];
}

export interface SimulateFlags extends OutputFlags {
  readonly go?: readonly string[];
  readonly gogc?: number | "off";
  /** Bytes. */
  readonly memlimit?: number | "off";
  /** Seconds. */
  readonly every?: number;
  readonly list?: boolean;
}

export interface TopFlags extends TargetFlags, OutputFlags, HeapValueFlags {
  readonly nodecount?: number;
  readonly lines?: boolean;
}

export interface WatchFlags extends TargetFlags, SourceFlags {
  /** Seconds. */
  readonly every?: number;
  /** Seconds. */
  readonly for?: number;
  readonly plain?: boolean;
  readonly json?: boolean;
}

export interface PsFlags extends OutputFlags {
  readonly prefix?: string;
  /** Seconds. */
  readonly timeout?: number;
}

export interface UiFlags extends TargetFlags, ScheduleFlags, ServeFlags, SourceFlags {}

export interface ReportFlags extends TargetFlags, ScheduleFlags {
  readonly output?: string;
  readonly force?: boolean;
}
