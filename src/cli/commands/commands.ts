/**
 * The commands by name. Each is loaded when it is asked for, so that none pays for what another
 * needs. What is no command is a target of `explain`.
 */
import type { CommandModule } from "../command.ts";
import type { CommandName } from "../command-names.ts";

export interface CommandEntry {
  readonly usage: string;
  readonly summary: string;
  readonly load: () => Promise<CommandModule>;
}

export const COMMANDS: Readonly<Record<CommandName, CommandEntry>> = {
  explain: {
    usage: "TARGET…",
    summary: "where a Go process's memory is, why, and whether it will come down",
    load: async () => (await import("./explain.ts")).explainCommand,
  },
  capture: {
    usage: "TARGET -o FILE",
    summary: "write what can be read of it into a bundle",
    load: async () => (await import("./capture.ts")).captureCommand,
  },
  ps: {
    usage: "",
    summary: "the Go processes of this machine",
    load: async () => (await import("./ps.ts")).psCommand,
  },
  run: {
    usage: "[--] CMD ARGS…",
    summary: "run a program, watched: the report of its peak, its story",
    load: async () => (await import("./run.ts")).runProgramCommand,
  },
  gc: {
    usage: "LOG|TARGET",
    summary: "the collector's work: how often and why, pauses, CPU, heap",
    load: async () => (await import("./gc.ts")).gcCommand,
  },
  simulate: {
    usage: "[WORKLOAD]",
    summary: "a workload's memory in time, by a model of each Go version",
    load: async () => (await import("./simulate.ts")).simulateCommand,
  },
  top: {
    usage: "TARGET",
    summary: "the lines of code that hold the heap, with error bars",
    load: async () => (await import("./top.ts")).topCommand,
  },
  list: {
    usage: "REGEX TARGET",
    summary: "the source of functions, with what each line holds",
    load: async () => (await import("./list.ts")).listCommand,
  },
  diff: {
    usage: "A B",
    summary: "what changed between two bundles, profiles or processes",
    load: async () => (await import("./diff.ts")).diffCommand,
  },
  watch: {
    usage: "TARGET",
    summary: "a running program, live in the terminal",
    load: async () => (await import("./watch.ts")).watchCommand,
  },
  serve: {
    usage: "[TARGET…]",
    summary: "record processes, and show them on a page",
    load: async () => (await import("./serve.ts")).serveCommand,
  },
  ui: {
    usage: "TARGET",
    summary: "the report as a web page, served on this machine",
    load: async () => (await import("./ui.ts")).uiCommand,
  },
  report: {
    usage: "TARGET -o FILE",
    summary: "the same page as one file, to attach to a ticket",
    load: async () => (await import("./report.ts")).reportCommand,
  },
};
