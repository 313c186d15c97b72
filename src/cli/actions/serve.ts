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
import { Closing } from "../serve/closing.ts";
import { followConfig } from "../serve/follow-config.ts";
import { lookDefaults, retentionOf, serveSettings } from "../serve/serve-settings.ts";

export async function serveAction(
  context: CommandContext,
  words: readonly string[],
  flags: RecordFlags,
): Promise<ExitCode> {
  await loadRegexps();
  const closing = new Closing();
  try {
    await serve(context, words, flags, closing);
  } finally {
    await closing.run();
  }
  return EXIT.done;
}

/** Until it is told to end. @param closing takes what has to be closed then, or where this fails */
async function serve(
  { terminal }: CommandContext,
  words: readonly string[],
  flags: RecordFlags,
  closing: Closing,
): Promise<void> {
  const file = flags.config === undefined ? undefined : new ConfigFile(flags.config);
  const settings = serveSettings(flags, file?.config.resident, terminal.env);
  const defaults = lookDefaults(flags);
  const specs = words.map((word) => specOfWords([word], defaults));
  const isBare = file === undefined && words.length === 0;
  const ended = untilEnded();
  const store = await openDuckDbStore(settings.data);
  closing.with(() => store.close());
  const recorder = new FleetRecorder(store, defaults, settings.canAddAny ? "any" : "offers");
  closing.with(() => recorder.close());
  const onFault = (error: unknown) => printError(terminal, error);
  const policy = retentionOf(flags, file?.config.resident.retention);
  const retention = new RetentionKeeper(store, policy, onFault);
  closing.with(() => retention.close());
  const announcer = new Announcer(terminal, recorder, settings.data);
  const targets = new ConfiguredTargets({
    name: (job, found) => void recorder.name(`job ${job}`, found),
    problem: (reason) => announcer.warn(reason),
  });
  closing.with(() => targets.stop());
  const app = fleetApp({
    store,
    recorder,
    sourceRoots: settings.sourceRoots,
    canAdd: settings.canAddAny || isBare,
    web: await readWebFiles(),
    ...pageGuard(settings.host, settings.token),
    onFault,
  });
  const server = await listen(app, settings.host, settings.port);
  closing.with(() => server.close());
  const followers = { recorder, targets, retention, announcer, defaults, flags };
  closing.with(followConfig(file, followers));
  await recorder.name("command line", specs);
  const url = pageUrl(settings.host, server.port, settings.token);
  await announcer.begin(url, isBare);
  if (flags.open === true) await openInBrowser(url, (text) => terminal.stderr.write(text));
  await Promise.race([ended, recorder.crashed]);
}
