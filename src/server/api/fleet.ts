/** What the answers of `resident serve` are made from. */
import type { Context } from "hono";
import type { ProcessList } from "../../model/fleet.ts";
import type { Recorder } from "../../record/recorder.ts";
import type { Store } from "../../store/store.ts";

export interface Fleet {
  readonly store: Store;
  readonly recorder: Recorder;
  /** Folders that sources may be read from; without any none is. */
  readonly sourceRoots: readonly string[];
  /** Whether a request may make it look at further targets. */
  readonly canAdd: boolean;
  readonly processes: () => Promise<ProcessList>;
  /** A stream of what happens, for as long as somebody listens. */
  readonly events: (context: Context) => Response;
}
