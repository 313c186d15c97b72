/** What `resident serve` records, where, and for how long it is kept. */
import type { Command } from "commander";
import { parseLongDuration } from "../../base/long-duration.ts";
import type { TargetFlags } from "./target-options.ts";
import { bytesFlag, collectFlag, countFlag, durationFlag, usageError } from "./values.ts";

export interface RecordFlags extends TargetFlags {
  readonly config?: string;
  readonly data?: string;
  /** Seconds. */
  readonly every?: number;
  readonly retentionAge?: number;
  /** Bytes. */
  readonly retentionSize?: number;
  readonly thinAfter?: number;
  readonly thinTo?: number;
  readonly sourceRoot?: readonly string[];
  readonly allowAddingTargets?: boolean;
  readonly host?: string;
  readonly port?: number;
  readonly open?: boolean;
  /** false: --no-page-token. */
  readonly pageToken?: string | false;
}

export function addRecordOptions(command: Command): Command {
  return command
    .optionsGroup("Recording:")
    .option("-c, --config <file>", "targets as Prometheus and Parca name them (docs/serve.md)")
    .option("--every <duration>", "from look to look (default: 15s)", durationFlag("--every"))
    .option("--data <folder>", "where it is kept (default: ~/.local/state/resident)")
    .optionsGroup("Keeping it:")
    .option(
      "--retention-age <duration>",
      "what is older goes (default: 30d)",
      longFlag("--retention-age"),
    )
    .option(
      "--retention-size <size>",
      "of a larger file the oldest goes (default: 4GiB)",
      bytesFlag("--retention-size"),
    )
    .option(
      "--thin-after <duration>",
      "what is older is thinned (default: 2d)",
      longFlag("--thin-after"),
    )
    .option(
      "--thin-to <duration>",
      "to one look in so long, and the one with the peak of RSS (default: 5m)",
      longFlag("--thin-to"),
    );
}

/** As for `resident ui`, but that the address stays and a token is the user's decision. */
export function addFleetPageOptions(command: Command): Command {
  return command
    .optionsGroup("The page:")
    .option("--port <port>", "where to serve it (default: 7070)", countFlag("--port", 1))
    .option("--host <address>", "for other machines; needs a token (default: 127.0.0.1)")
    .option("--page-token <token>", "asked of whoever looks; @FILE reads it from a file")
    .option("--no-page-token", "on any address: whoever reaches it may look")
    .option("--open", "open it in a browser")
    .option("--source-root <folder>", "show sources below it; may be repeated", collectFlag)
    .option("--allow-adding-targets", "the page may name further targets");
}

/** `30d`, `1h30m` → seconds. */
function longFlag(flag: string) {
  return (text: string): number => {
    const seconds = parseLongDuration(text);
    if (seconds !== undefined && seconds > 0) return seconds;
    throw usageError(
      `${flag}: "${text}" is not a duration`,
      `Write it as ${flag} 12h or ${flag} 30d.`,
    );
  };
}
