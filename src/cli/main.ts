/**
 * The command line: `pprof`, the drop-in, has flags of its own kind and pays for nothing that only the
 * others need; all other words are for `run-command-line.ts`.
 */
import { PPROF } from "./command-names.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** @param args as typed, without node and the script */
export async function main(args: readonly string[], version: string): Promise<ExitCode> {
  if (args[0] === PPROF) return runPprofCommand(args.slice(1));
  if (args[0] === "help" && args[1] === PPROF) return printPprofHelp();
  const { runCommandLine } = await import("./run-command-line.ts");
  return runCommandLine(args, version);
}

/** As the help of any other command; `pprof -help` has it on standard error, as the reference. */
async function printPprofHelp(): Promise<ExitCode> {
  const { commandLineHelp } = await import("../pprof/help/command-line-help.ts");
  const { processTerminal, writeOut } = await import("./terminal.ts");
  await writeOut(processTerminal(), commandLineHelp());
  return EXIT.done;
}

async function runPprofCommand(args: readonly string[]): Promise<ExitCode> {
  const { runPprof } = await import("./pprof/run-pprof.ts");
  const { ClosedPipe, processStreams } = await import("./pprof/output/process-streams.ts");
  const streams = processStreams();
  try {
    const code = await runPprof(args, streams);
    streams.flush();
    return code;
  } catch (error) {
    if (error instanceof ClosedPipe) return EXIT.done;
    const { printError } = await import("./print-error.ts");
    const { processTerminal } = await import("./terminal.ts");
    printError(processTerminal(), error);
    return EXIT.error;
  }
}
