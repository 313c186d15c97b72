/** Where the web page is served, and who may see it. */
import type { Command } from "commander";
import { countFlag } from "./values.ts";

export interface ServeFlags {
  readonly host?: string;
  readonly port?: number;
  readonly open?: boolean;
  readonly pageToken?: string;
}

export function addServeOptions(command: Command): Command {
  return command
    .optionsGroup("The page:")
    .option(
      "--port <port>",
      "where to serve it (default: any that is free)",
      countFlag("--port", 1),
    )
    .option(
      "--host <address>",
      "for other machines; then a token is asked for (default: 127.0.0.1)",
    )
    .option(
      "--page-token <token>",
      "this token instead of a random one; @FILE reads it from a file",
    )
    .option("--open", "open it in a browser");
}
