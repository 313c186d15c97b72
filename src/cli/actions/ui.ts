/** Serves the page of one target; a profile that is not of memory is shown as code alone. */
import { join } from "node:path";
import { linkedFiles } from "../../server/served-profiles.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { UiFlags } from "../flags.ts";
import { scheduleOf } from "../options/schedule-options.ts";
import { SOURCES } from "../options/source-options.ts";
import { openPage } from "../page/open-page.ts";
import { servePage } from "../page/serve-page.ts";

export async function uiAction(
  context: CommandContext,
  words: readonly string[],
  flags: UiFlags,
): Promise<ExitCode> {
  const { page, profiles } = await openPage(context, words, flags, scheduleOf(flags), linkedFiles);
  const say = (text: string) => context.terminal.stderr.write(text);
  const { trimPath = [] } = flags;
  const sourcePath = [...(flags.sourcePath ?? []), ...words.map((word) => join(word, SOURCES))];
  const source = { cwd: process.cwd(), sourcePath, trimPath };
  await servePage({ page, profiles, flags, source, say });
  return EXIT.done;
}
