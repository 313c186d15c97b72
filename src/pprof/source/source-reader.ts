/** The sources of one report: each file is found and read once, however many functions it has. */
import type { ReportInput } from "../report-input.ts";
import { findSource, type SourceSearch } from "./find-source.ts";
import { type SourceLine, SourceLines } from "./source-lines.ts";

/** The file of a recorded path: no lines where it was not found, and then why. */
export interface SourceFile {
  readonly lines: SourceLines;
  readonly error?: string;
}

/** Where in a file a report looks: what tells whether another version of it was found. */
export interface FunctionPlace {
  readonly name: string;
  /** 0 where the profile does not say. */
  readonly startLine: number;
}

export class SourceReader {
  private readonly files = new Map<string, SourceFile>();
  private readonly search: SourceSearch;

  constructor({ settings, host }: Pick<ReportInput, "settings" | "host">) {
    this.search = {
      searchPath: settings.source_path === "" ? host.workingFolder : settings.source_path,
      trimPath: settings.trim_path,
      read: (path) => host.readSource(path),
    };
  }

  file(recorded: string): SourceFile {
    const known = this.files.get(recorded);
    if (known !== undefined) return known;
    const found = findSource(recorded, this.search);
    const file =
      "bytes" in found
        ? { lines: new SourceLines(found.bytes) }
        : { lines: NO_LINES, error: found.error };
    this.files.set(recorded, file);
    return file;
  }

  line(recorded: string, number: number): SourceLine | undefined {
    return this.file(recorded).lines.line(number);
  }
}

const NO_LINES = new SourceLines(new Uint8Array());
