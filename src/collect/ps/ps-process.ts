/** A Go process as `resident ps` and a recorder's offers say it. */
import type { PsProcess } from "../../model/results.ts";
import { displayUrl } from "../http/endpoint.ts";
import type { GoProcess } from "./list-go-processes.ts";

export function psProcess(process: GoProcess): PsProcess {
  return {
    pid: process.pid,
    name: process.name,
    go: process.goVersion ?? null,
    goIsApproximate: process.approximate,
    virt: process.virt ?? null,
    rss: process.rss ?? null,
    heap: process.heap ?? null,
    ports: process.ports ?? null,
    pprof: process.pprof,
    url: process.endpoint === undefined ? null : displayUrl(process.endpoint),
    reason: process.reason ?? null,
    remedy: process.remedy ?? null,
  };
}
