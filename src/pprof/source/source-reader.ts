/** The sources of one report: each file is found and read once, however many functions it has. */
import type { ReportInput, SourceRead } from "../report-input.ts";
import { elsewhereFinder } from "./find-elsewhere.ts";
import { findSource, type SourceSearch } from "./find-source.ts";
import { type SourceLine, SourceLines } from "./source-lines.ts";

/** The file of a recorded path: no lines where it was not found, and then why. */
export interface SourceFile {
  readonly lines: SourceLines;
  readonly error?: string;
}

export class SourceReader {
  private readonly files = new Map<string, SourceFile>();
  private readonly search: SourceSearch;
  private readonly findElsewhere: (path: string) => SourceRead | undefined;

  constructor(input: ReportInput) {
    const { settings, host } = input;
    this.findElsewhere = elsewhereFinder(input);
    this.search = {
      searchPath: settings.source_path === "" ? host.workingFolder() : settings.source_path,
      trimPath: settings.trim_path,
      read: (path) => host.readSource(path),
    };
  }

  file(recorded: string): SourceFile {
    const known = this.files.get(recorded);
    if (known !== undefined) return known;
    const found = this.find(recorded);
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

  private find(recorded: string): SourceRead {
    const found = findSource(recorded, this.search);
    return "bytes" in found ? found : (this.findElsewhere(recorded) ?? found);
  }
}

const NO_LINES = new SourceLines(new Uint8Array());
