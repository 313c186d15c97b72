/**
 * A bundle before decoding: the bytes of each file by its name, as a folder, an archive or a
 * collector gave them. Reading a live process and reading a file meet here, so that everything
 * after this point is the same for both.
 */
export interface RawSnapshot {
  /** Folder name, e.g. "0001". */
  readonly name: string;
  /** Bytes by path below the snapshot's folder, e.g. "pprof/heap". */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export interface RawBundle {
  /** What it is called in the report when bundle.json does not say. */
  readonly target: string;
  /** Files beside the snapshots, e.g. "bundle.json", "output.log". */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly snapshots: readonly RawSnapshot[];
}

/** bundle.json */
export interface BundleJson {
  readonly format: 1;
  readonly go?: string;
  readonly target?: string;
  readonly note?: string;
  /** Bytes: the highest RSS of the whole time, which no snapshot need have seen. */
  readonly peakRss?: number;
}

/** meta.json of a snapshot, as written. Unknown keys are ignored. */
export interface MetaJson {
  readonly goVersion?: string;
  readonly goVersionIsApproximate?: boolean;
  readonly buildId?: string;
  readonly executable?: string;
  readonly pageSize?: number;
  readonly hugePages?: string;
  /** Unix seconds. */
  readonly processStart?: number;
  /** Number of the last collection that output.log had told of when this was read; 0: of none. */
  readonly collections?: number;
  /** By file name: unix seconds of its reading, or why it is missing and what would help. */
  readonly files?: Readonly<
    Record<string, { readonly readAt?: number; readonly reason?: string; readonly remedy?: string }>
  >;
  /** The cgroup's own level first, then its parents: path and the files that matter, verbatim. */
  readonly cgroup?: {
    readonly version: 1 | 2;
    readonly levels: readonly {
      readonly path: string;
      readonly files: Readonly<Record<string, string>>;
    }[];
  };
}
