/** `resident list REGEX TARGET`: placeholder until the analysis lands. */
import type { CommandModule } from "../command.ts";
import { EXIT } from "../exit-codes.ts";

export const listCommand: CommandModule = {
  configure: (command) => command,
  run: async () => EXIT.error,
};
