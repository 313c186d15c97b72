/** Shows an address in the user's browser. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { browsers } from "./pprof/output/open-viewer.ts";

/** False where none starts. */
export async function openUrl(url: string): Promise<boolean> {
  for (const program of browsers({ env: process.env, platform: process.platform })) {
    const [command = "", ...args] = program.split(" ");
    const child = spawn(command, [...args, url], { stdio: "ignore", detached: true });
    try {
      await once(child, "spawn");
      child.unref();
      return true;
    } catch {
      // The next may be there.
    }
  }
  return false;
}
