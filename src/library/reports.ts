/**
 * The reports that a program gets: the shape of `resident pprof -json`, which docs/json.md describes.
 * All values are in the profile's own unit.
 */
export interface Report {
  /** The name of the value, e.g. `inuse_space`, and its unit. */
  readonly type: string;
  readonly unit: string;
  /** What 100 % is. */
  readonly total: number;
  /** Of the profile; null where it does not say. */
  readonly file: string | null;
  readonly buildId: string | null;
  /** Unix seconds. */
  readonly time: number | null;
  /** Seconds. */
  readonly duration: number | null;
  readonly comments: readonly string[];
  /** The filters that were set: `focus=main`. */
  readonly filters: readonly string[];
  /** What pprof would say on standard error: a filter that matched nothing. */
  readonly notes: readonly string[];
}

/** A place in the code, as far as the granularity tells places apart. */
export interface Frame {
  /** As pprof prints it. */
  readonly name: string;
  readonly function?: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Hexadecimal. */
  readonly address?: string;
  /** The program or library. */
  readonly object?: string;
}

export interface FrameNode extends Frame {
  /** What it has itself, and with all that it calls. */
  readonly flat: number;
  readonly cum: number;
  /** How many of its calls were inlined. */
  readonly inline: "none" | "some" | "all";
}

interface GraphReport extends Report {
  /** Sum of the nodes below; how many there were, and how many of them were too small. */
  readonly shown: number;
  readonly nodesBefore: number;
  readonly droppedNodes: number;
}

/** The heaviest first. */
export interface TopReport extends GraphReport {
  readonly nodes: readonly FrameNode[];
}

interface Call {
  readonly name: string;
  readonly weight: number;
  readonly inline: boolean;
}

export interface TreeReport extends GraphReport {
  readonly nodes: readonly (FrameNode & {
    readonly callers: readonly Call[];
    readonly callees: readonly Call[];
  })[];
}

export interface TracesReport extends Report {
  readonly samples: readonly {
    readonly value: number;
    readonly labels?: Readonly<Record<string, readonly string[]>>;
    readonly numbers?: Readonly<
      Record<string, { readonly unit: string; readonly values: readonly number[] }>
    >;
    /** Leaf first; `inline` marks a call that was inlined into the next frame. */
    readonly stack: readonly (Frame & { readonly inline?: true })[];
  }[];
}

export interface TagsReport extends Report {
  readonly tags: readonly { readonly key: string; readonly value: string; readonly sum: number }[];
}

export interface ListReport extends Report {
  readonly routines: readonly {
    readonly function: string;
    readonly file?: string;
    readonly flat: number;
    readonly cum: number;
    readonly lines: readonly {
      readonly line: number;
      readonly flat: number;
      readonly cum: number;
      readonly text: string;
    }[];
    /** Why there are no lines. */
    readonly missing?: string;
  }[];
}
