/**
 * The looks at one run that a report and a saved bundle are made of. A watch may last for days, so
 * that older ones are thinned: the first stays, for it is what growth is measured from.
 */
import type { RawSnapshot } from "../../model/bundle.ts";
import type { Snapshot } from "../../model/snapshot.ts";

export interface KeptLook {
  readonly raw: RawSnapshot;
  readonly snapshot: Snapshot;
  /** With profiles; the others have mappings and MemStats only. */
  readonly isWhole: boolean;
}

const MOST_WHOLE = 12;
const MOST_LIGHT = 36;

export class LookHistory {
  private looks: KeptLook[] = [];

  add(look: KeptLook): void {
    this.looks.push(look);
    this.thin(look.isWhole, look.isWhole ? MOST_WHOLE : MOST_LIGHT);
  }

  /** Oldest first. */
  all(): readonly KeptLook[] {
    return this.looks;
  }

  /** Of those of one kind every second goes, but for the first and the newest. */
  private thin(isWhole: boolean, most: number): void {
    const kind = this.looks.filter((look) => look.isWhole === isWhole);
    if (kind.length <= most) return;
    const kept = new Set(kind.filter((_, at) => at % 2 === 0 || at === kind.length - 1));
    this.looks = this.looks.filter((look) => look.isWhole !== isWhole || kept.has(look));
  }
}
