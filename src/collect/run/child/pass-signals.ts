/** Passes signals on to the program, each once, whoever sent it and to whom. */
import type { ChildProcess } from "node:child_process";
import { GroupWitness } from "./group-witness.ts";

/** What a program may wait for. STOP and KILL can't be passed on; TSTP and CONT reach the group. */
const PASSED = [
  "SIGINT",
  "SIGTERM",
  "SIGHUP",
  "SIGQUIT",
  "SIGUSR1",
  "SIGUSR2",
  "SIGALRM",
  "SIGWINCH",
] as const satisfies readonly NodeJS.Signals[];

/** Windows knows Ctrl-C and Ctrl-Break only, and gives them to every program that shares the window. */
const SIGNALS = process.platform === "win32" ? [] : PASSED;

export interface SignalPassing {
  /** Ours again are the signals; what comes now ends us as it would any program. */
  stop(): void;
}

/** From now on until `stop`. */
export function passSignals(child: ChildProcess): SignalPassing {
  const witness = new GroupWitness();
  const pass = async (signal: NodeJS.Signals) => {
    // A change of the window's size may be told twice: programs ask for the size.
    if (signal !== "SIGWINCH" && (await witness.sawSignal())) return;
    child.kill(signal);
  };
  const keep = () => undefined;
  if (process.platform === "win32") process.on("SIGINT", keep);
  for (const signal of SIGNALS) process.on(signal, pass);
  return {
    stop() {
      witness.close();
      process.removeListener("SIGINT", keep);
      for (const signal of SIGNALS) process.removeListener(signal, pass);
    },
  };
}
