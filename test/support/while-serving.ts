/** Runs a command of Resident that serves a page, from the build, as a user does. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "../..");

/** Runs a command that serves, asks it, and ends it as Ctrl-C does. */
export async function whileServing(
  args: readonly string[],
  ask: (url: string, said: string) => Promise<void>,
): Promise<number | null> {
  const child = spawn(process.execPath, [join(ROOT, "bin/resident.js"), ...args], { cwd: ROOT });
  const ended = once(child, "exit");
  let said = "";
  child.stderr.setEncoding("utf8");
  for await (const text of child.stderr.iterator({ destroyOnReturn: false })) {
    said += text;
    if (said.includes("Ctrl-C ends it.")) break;
  }
  try {
    await ask(/^http\S+/m.exec(said)?.[0] ?? "", said);
  } finally {
    child.kill("SIGINT");
  }
  return (await ended)[0] as number | null;
}
