/** Where the sources of a program lie, for the commands that show lines of code. */
import type { Command } from "commander";
import { collectFlag } from "./values.ts";

/** In the folder of a bundle that is given away with the program's sources. */
export const SOURCES = "source";

export interface SourceFlags {
  readonly sourcePath?: readonly string[];
  readonly trimPath?: readonly string[];
}

export function addSourceOptions(command: Command): Command {
  return command
    .optionsGroup("The source:")
    .option("--source-path <folder>", "where it lies, if not here; may be repeated", collectFlag)
    .option("--trim-path <prefix>", "taken off recorded paths; may be repeated", collectFlag);
}
