/** Runs a workload through the heap model, for each Go version that was asked for. */
import { simulate } from "../../analyze/heap-model/simulate.ts";
import { everyFor } from "../../analyze/heap-model/workload-seconds.ts";
import { bundledWorkload, bundledWorkloads, readWorkload } from "../../collect/workloads.ts";
import { decodeWorkload } from "../../decode/workload/decode-workload.ts";
import {
  type GoVersion,
  NEWEST_MINOR,
  OLDEST_MINOR,
  parseGoVersion,
} from "../../model/go-version.ts";
import type { SimulateResult } from "../../model/simulation.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { SimulateFlags } from "../flags.ts";
import { usageError } from "../options/values.ts";
import { printResult } from "../print-result.ts";
import { writeOut } from "../terminal.ts";

const DEFAULT_GO = "1.26";

export async function simulateAction(
  context: CommandContext,
  words: readonly string[],
  flags: SimulateFlags,
): Promise<ExitCode> {
  if (flags.list === true) return listWorkloads(context);
  const versions = (flags.go ?? [DEFAULT_GO]).flatMap((text) => text.split(",")).map(versionOf);
  const workload = decodeWorkload(await readWorkload(words[0] ?? "classic"));
  context.stopwatch.lap("read");
  const gogc = offIsNull(flags.gogc ?? 100);
  const memlimit = offIsNull(flags.memlimit ?? "off");
  const every = flags.every ?? everyFor(workload.steps);
  const result: SimulateResult = {
    format: "resident.simulate/1",
    workload: { name: workload.name, about: workload.about },
    gogc,
    memlimit,
    runs: versions.map((go) => simulate(workload, { go, gogc, memlimit, every })),
  };
  context.stopwatch.lap("simulate");
  await printResult(context, result, flags);
  return EXIT.done;
}

function offIsNull(value: number | "off"): number | null {
  return value === "off" ? null : value;
}

async function listWorkloads({ terminal }: CommandContext): Promise<ExitCode> {
  const names = bundledWorkloads();
  const width = Math.max(...names.map((name) => name.length));
  const lines = names.map((name) => {
    const { about } = decodeWorkload(bundledWorkload(name));
    return `${name.padEnd(width)}  ${about}\n`;
  });
  await writeOut(terminal, lines.join(""));
  return EXIT.done;
}

function versionOf(text: string): GoVersion {
  const version = /^(?:go)?\d/.test(text) ? parseGoVersion(text) : undefined;
  if (version === undefined || version.major !== 1 || !isKnown(version.minor)) {
    throw usageError(
      `--go: "${text}" is no Go version that the model knows`,
      `Write it as --go 1.4 or --go 1.26.8; it knows Go 1.${OLDEST_MINOR} to 1.${NEWEST_MINOR}.`,
    );
  }
  return { ...version, raw: text.startsWith("go") ? text : `go${text}` };
}

function isKnown(minor: number): boolean {
  return minor >= OLDEST_MINOR && minor <= NEWEST_MINOR;
}
