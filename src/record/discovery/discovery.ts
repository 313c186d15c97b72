/** What finds targets and keeps looking for them. */
import type { Labels, TargetSource } from "../../model/scrape-config.ts";

/** `__address__`, what the source tells (`__meta_*`), and labels of its own. */
export type FoundLabels = Labels;

export interface DiscoveryPorts {
  /** All that is there now, each time that it may have changed. */
  readonly found: (targets: readonly FoundLabels[]) => void;
  /** A finished sentence on what could not be read; what was found before stays. */
  readonly problem: (reason: string) => void;
}

export interface Discovery {
  stop(): void;
}

export type SourceOf<Kind extends TargetSource["kind"]> = Extract<
  TargetSource,
  { readonly kind: Kind }
>;

/** Calls `look` now and then every so many seconds, never twice at a time. It must not throw. */
export function repeatEvery(seconds: number, look: () => Promise<void>): Discovery {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const turn = async () => {
    await look();
    if (!isOver) timer = setTimeout(() => void turn(), seconds * 1000);
  };
  void turn();
  return {
    stop: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
