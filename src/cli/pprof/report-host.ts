/** What reports ask of this machine: its time zone, sources and programs. */
import { localZone } from "../../collect/time-zone.ts";
import type { PprofFlags } from "../../pprof/flags/pprof-flags.ts";
import type { ReportHost } from "../../pprof/report-input.ts";
import { sourceHost } from "./load/source-host.ts";

export async function reportHost(flags: PprofFlags): Promise<ReportHost> {
  return { localTime: localZone(process.env), ...(await sourceHost(flags)) };
}
