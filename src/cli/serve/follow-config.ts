/** Takes the configuration up, now and whenever its file changes or SIGHUP comes. */
import type { ResidentError } from "../../base/errors.ts";
import type { ScrapeConfig } from "../../model/scrape-config.ts";
import type { ConfigFile } from "../../record/config-file.ts";
import type { ConfiguredTargets } from "../../record/discovery/configured-targets.ts";
import type { FleetRecorder } from "../../record/fleet-recorder.ts";
import type { RetentionKeeper } from "../../record/keep-retention.ts";
import { type LookDefaults, specOfWords } from "../../record/looks/target-spec.ts";
import type { RecordFlags } from "../options/record-options.ts";
import type { Announcer } from "./announcer.ts";
import { retentionOf } from "./serve-settings.ts";

export interface FollowedBy {
  readonly recorder: FleetRecorder;
  readonly targets: ConfiguredTargets;
  readonly retention: RetentionKeeper;
  readonly announcer: Announcer;
  readonly defaults: LookDefaults;
  readonly flags: RecordFlags;
}

/** What is read when Resident starts, and not again. */
const FIXED = ["data", "listen", "tokenFile", "sourceRoots", "allowAddingTargets"] as const;

/** @returns what ends it */
export function followConfig(file: ConfigFile | undefined, followers: FollowedBy): () => void {
  if (file === undefined) return () => {};
  const first = file.config;
  const { announcer } = followers;
  const listener = {
    changed: (config: ScrapeConfig) => {
      take(config, followers);
      announcer.tookUp(file.path, fixedChange(first, config));
    },
    refused: (error: ResidentError) => announcer.refused(error),
  };
  const onHangUp = () => file.reload(listener, true);
  process.on("SIGHUP", onHangUp);
  take(first, followers);
  file.follow(listener);
  return () => {
    process.off("SIGHUP", onHangUp);
    file.close();
  };
}

function take(config: ScrapeConfig, followers: FollowedBy): void {
  const { recorder, targets, retention, announcer, defaults, flags } = followers;
  for (const remark of config.remarks) announcer.warn(remark);
  targets.apply(config);
  const processes = config.resident.processes.map((word) => specOfWords([word], defaults));
  void recorder.name("processes", processes);
  retention.follow(retentionOf(flags, config.resident.retention));
}

/** The key that only a new start takes up, where it has changed. */
function fixedChange(first: ScrapeConfig, now: ScrapeConfig): string | undefined {
  const changed = FIXED.find(
    (key) => JSON.stringify(first.resident[key]) !== JSON.stringify(now.resident[key]),
  );
  return changed?.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
