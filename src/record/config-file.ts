/**
 * The configuration's file, taken up anew when it changes. A new one that is wrong is refused with its
 * message, and the old one stays.
 */
import { type FSWatcher, watch } from "node:fs";
import { dirname } from "node:path";
import { ResidentError } from "../base/errors.ts";
import { readTextFile } from "../collect/read-text-file.ts";
import { decodeScrapeConfig } from "../decode/scrape-config/decode-scrape-config.ts";
import type { ScrapeConfig } from "../model/scrape-config.ts";

export interface ConfigListener {
  readonly changed: (config: ScrapeConfig) => void;
  readonly refused: (error: ResidentError) => void;
}

/** A file is written in several steps. */
const SETTLING_MS = 200;
/** Not every file system tells of a change. */
const TURN_MS = 30_000;

export class ConfigFile {
  readonly path: string;
  private text: string;
  private value: ScrapeConfig;
  private watcher: FSWatcher | undefined;
  private turn: NodeJS.Timeout | undefined;
  private settling: NodeJS.Timeout | undefined;

  /** @throws ResidentError RES_FILE or RES_CONFIG */
  constructor(path: string) {
    this.path = path;
    this.text = readTextFile(path);
    this.value = decodeScrapeConfig(this.text, path);
  }

  get config(): ScrapeConfig {
    return this.value;
  }

  /** Until `close`. */
  follow(listener: ConfigListener): void {
    // The folder, because editors and clusters put another file in its place.
    this.watcher = watchQuietly(dirname(this.path), () => {
      clearTimeout(this.settling);
      this.settling = setTimeout(() => this.reload(listener), SETTLING_MS);
    });
    this.turn = setInterval(() => this.reload(listener), TURN_MS);
  }

  /** Nothing happens where the file is as it was, unless it is asked for: then its error is said again. */
  reload(listener: ConfigListener, isAsked = false): void {
    try {
      const text = readTextFile(this.path);
      if (text === this.text && !isAsked) return;
      // Remembered also when it is wrong, so that it is refused once.
      this.text = text;
      this.value = decodeScrapeConfig(text, this.path);
      listener.changed(this.value);
    } catch (error) {
      if (!(error instanceof ResidentError)) throw error;
      if (error.code === "RES_CONFIG" || isAsked) listener.refused(error);
    }
  }

  close(): void {
    clearInterval(this.turn);
    clearTimeout(this.settling);
    this.watcher?.close();
  }
}

function watchQuietly(folder: string, changed: () => void): FSWatcher | undefined {
  try {
    return watch(folder, { persistent: false }, changed).on("error", () => {});
  } catch {
    return undefined; // no watches left: there is the timer
  }
}
