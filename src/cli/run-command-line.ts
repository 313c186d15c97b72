/**
 * Runs every command but `pprof`: finds it, parses its flags and acts, and prints what fails. Loaded
 * apart from `main`, as the library that parses flags takes ten milliseconds that `pprof` need not wait.
 */
import { Command, CommanderError } from "commander";
import { ResidentError } from "../base/errors.ts";
import { allowSingleDash, markProgram } from "./arguments.ts";
import { type CommandName, isCommandName, PPROF } from "./command-names.ts";
import { COMMANDS, type CommandEntry } from "./commands/commands.ts";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import { printError } from "./print-error.ts";
import { Stopwatch } from "./stopwatch.ts";
import { processTerminal, type Terminal, writeOut } from "./terminal.ts";

const DEFAULT_COMMAND = "explain";
const PPROF_SUMMARY = "what `go tool pprof` does: same flags, reports, shell";

/** `args` and `version`: those of `main`. */
export async function runCommandLine(args: readonly string[], version: string): Promise<ExitCode> {
  const terminal = processTerminal();
  try {
    if (args[0] === "--version" || args[0] === "-V") {
      await writeOut(terminal, `resident ${version}\n`);
      return EXIT.done;
    }
    return await runCommand(terminal, args);
  } catch (error) {
    printError(terminal, error);
    return EXIT.error;
  }
}

async function runCommand(terminal: Terminal, args: readonly string[]): Promise<ExitCode> {
  const { name, rest } = splitCommand(args);
  const entry = COMMANDS[name];
  const stopwatch = new Stopwatch();
  const module = await entry.load();
  const command = module.configure(newCommand(terminal, name, entry));
  try {
    const words = module.runsProgram === true ? markProgram(rest, command) : rest;
    command.parse(allowSingleDash(words, command), { from: "user" });
  } catch (error) {
    return parseFailed(error, terminal, command);
  }
  const action = await module.action();
  stopwatch.lap("start");
  return action({ terminal, stopwatch }, command.args, command.opts() as never);
}

/** `help top` is `top --help`. */
function splitCommand(args: readonly string[]): { name: CommandName; rest: readonly string[] } {
  const [first = "", ...rest] = args;
  if (first === "help") return { name: knownName(rest[0]), rest: ["--help"] };
  return isCommandName(first) ? { name: first, rest } : { name: DEFAULT_COMMAND, rest: args };
}

function knownName(name: string | undefined): CommandName {
  return name !== undefined && isCommandName(name) ? name : DEFAULT_COMMAND;
}

function newCommand(terminal: Terminal, name: string, entry: CommandEntry): Command {
  const isDefault = name === DEFAULT_COMMAND;
  const command = new Command(isDefault ? "resident" : `resident ${name}`)
    .usage(`${entry.usage} [flags]`.trim())
    .description(`${entry.summary[0]!.toUpperCase()}${entry.summary.slice(1)}.`)
    .helpOption("-h, --help", "show this")
    .exitOverride()
    .configureOutput({
      writeOut: () => {},
      writeErr: () => {},
      getOutHelpWidth: () => Math.min(terminal.stdout.columns || 80, 100),
    })
    .configureHelp({ showGlobalOptions: false });
  return isDefault ? command.addHelpText("after", commandList()) : command;
}

function commandList(): string {
  const entries = Object.entries(COMMANDS).filter(([name]) => name !== DEFAULT_COMMAND);
  const summaries = entries.map(([name, { summary }]) => [name, summary]);
  const lines = [...summaries, [PPROF, PPROF_SUMMARY]].map(
    ([name, summary]) => `  resident ${name!.padEnd(10)}${summary}`,
  );
  return ["", "Commands:", ...lines, "", "resident COMMAND --help says more."].join("\n");
}

async function parseFailed(
  error: unknown,
  terminal: Terminal,
  command: Command,
): Promise<ExitCode> {
  if (!(error instanceof CommanderError)) throw error;
  if (error.code === "commander.helpDisplayed") {
    await writeOut(terminal, helpOf(command));
    return EXIT.done;
  }
  throw usageOf(error, command);
}

function helpOf(command: Command): string {
  let text = "";
  command.configureOutput({ writeOut: (piece) => (text += piece) });
  command.outputHelp();
  return text;
}

/** Commander's sentence, its suggestion as the hint. */
function usageOf(error: CommanderError, command: Command): ResidentError {
  const [message, suggestion] = error.message.replace(/^error: /, "").split("\n");
  const meant = suggestion === undefined ? "" : `${suggestion.replace(/^\((.*)\)$/, "$1")} `;
  return new ResidentError("RES_USAGE", message!, {
    cause: error,
    hint: `${meant}\`${command.name()} --help\` shows what there is.`,
  });
}
