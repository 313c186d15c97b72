/**
 * What the user's words came to: a running program with the ways in that were found, or something
 * that was captured before.
 */
import type { MissingSource } from "../../model/snapshot.ts";
import type { Endpoint } from "../http/endpoint.ts";

export interface LiveTarget {
  readonly kind: "live";
  /** What the user named, without credentials. */
  readonly label: string;
  /** At least one of pid and endpoint is there. */
  readonly pid?: number;
  readonly endpoint?: Endpoint;
  /** Why a half is not there, under the name of its main file, with what would help. */
  readonly missing: readonly MissingSource[];
  /** Sentences that the report should repeat. */
  readonly remarks: readonly string[];
}

/** A bundle as folder or archive, or any other file that Resident reads. */
export interface PathTarget {
  readonly kind: "folder" | "file";
  readonly label: string;
  readonly path: string;
}

export interface StandardInputTarget {
  readonly kind: "stdin";
  readonly label: string;
}

export type StoredTarget = PathTarget | StandardInputTarget;

/** Several recordings to compare, in the order given. */
export interface ManyTarget {
  readonly kind: "many";
  readonly label: string;
  readonly targets: readonly StoredTarget[];
}

export type Target = LiveTarget | StoredTarget | ManyTarget;
