/** Records until Ctrl-C, and serves the page that shows it. */
import { loadRegexps } from "../../base/regexp.ts";
import { ConfigFile } from "../../record/config-file.ts";
import { ConfiguredTargets } from "../../record/discovery/configured-targets.ts";
import { FleetRecorder } from "../../record/fleet-recorder.ts";
import { RetentionKeeper } from "../../record/keep-retention.ts";
import { specOfWords } from "../../record/looks/target-spec.ts";
import { fleetApp } from "../../server/fleet-app.ts";
import { listen } from "../../server/listen.ts";
import { readWebFiles } from "../../server/web-files.ts";
import { openDuckDbStore } from "../../store/duckdb/open-store.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { RecordFlags } from "../options/record-options.ts";
import { openInBrowser, pageGuard, pageUrl, untilEnded } from "../page/page-access.ts";
import { printError } from "../print-error.ts";
import { Announcer } from "../serve/announcer.ts";
import { followConfig } from "../serve/follow-config.ts";
import { lookDefaults, retentionOf, serveSettings } from "../serve/serve-settings.ts";

export async function serveAction(
  { terminal }: CommandContext,
  words: readonly string[],
  flags: RecordFlags,
): Promise<ExitCode> {
  await loadRegexps();
  const file = flags.config === undefined ? undefined : new ConfigFile(flags.config);
  const settings = serveSettings(flags, file?.config.resident, terminal.env);
  const defaults = lookDefaults(flags);
  const specs = words.map((word) => specOfWords([word], defaults));
  const isBare = file === undefined && words.length === 0;
  const ended = untilEnded();
  const store = await openDuckDbStore(settings.data);
  try {
    const recorder = new FleetRecorder(store, defaults, settings.canAddAny ? "any" : "offers");
    const retention = new RetentionKeeper(
      store,
      retentionOf(flags, file?.config.resident.retention),
      (error) => printError(terminal, error),
    );
    const announcer = new Announcer(terminal, recorder, settings.data);
    const targets = new ConfiguredTargets({
      name: (job, found) => void recorder.name(`job ${job}`, found),
      problem: (reason) => announcer.warn(reason),
    });
    const app = fleetApp({
      store,
      recorder,
      sourceRoots: settings.sourceRoots,
      canAdd: settings.canAddAny || isBare,
      web: await readWebFiles(),
      ...pageGuard(settings.host, settings.token),
      onFault: (error) => printError(terminal, error),
    });
    const server = await listen(app, settings.host, settings.port);
    const stopFollowing = followConfig(file, {
      recorder,
      targets,
      retention,
      announcer,
      defaults,
      flags,
    });
    await recorder.name("command line", specs);
    const url = pageUrl(settings.host, server.port, settings.token);
    await announcer.begin(url, isBare);
    if (flags.open === true) await openInBrowser(url, (text) => terminal.stderr.write(text));
    await Promise.race([ended, recorder.crashed]);
    stopFollowing();
    targets.stop();
    await server.close();
    await Promise.all([recorder.close(), retention.close()]);
  } finally {
    await store.close();
  }
  return EXIT.done;
}
