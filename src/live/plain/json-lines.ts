/** The live view for programs: an object a line, for each look and each change of the answer. */
import type { WatchLine } from "../../model/watch.ts";
import type { Look } from "../looks/look.ts";
import { addLook } from "../state/add-look.ts";
import { lastReading } from "../state/series.ts";
import type { WatchData } from "../state/watch-state.ts";
import { answerOf } from "./answer-of.ts";

export class JsonLines {
  private data: WatchData;
  private answer = "";
  private readonly hasKernel: boolean;

  /** As for PlainLines. */
  constructor(data: WatchData, hasKernel: boolean) {
    this.data = data;
    this.hasKernel = hasKernel;
  }

  /** The lines that this look is worth, without newlines. */
  add(look: Look): string[] {
    const before = this.data;
    this.data = addLook(before, look);
    const line = this.lineFor(look, before);
    return line === undefined ? [] : [JSON.stringify(line)];
  }

  private lineFor(look: Look, before: WatchData): WatchLine | undefined {
    switch (look.kind) {
      case "kernel":
        return this.line(look, "look");
      case "program":
        return this.hasKernel ? undefined : this.line(look, "look");
      case "profile": {
        const verdict = look.report.verdicts[0];
        const answer = verdict === undefined ? "" : answerOf(verdict);
        if (verdict === undefined || answer === this.answer) return undefined;
        this.answer = answer;
        return { ...this.line(look, "answer"), verdict };
      }
      case "gone":
        return { ...this.line(look, "gone"), reason: look.reason };
      case "back":
        this.answer = "";
        return { ...this.line(look, "back"), pid: look.pid ?? null };
      case "trouble":
        if (look.reason === before.trouble) return undefined;
        return { ...this.line(look, "trouble"), reason: look.reason ?? null };
    }
  }

  private line({ time }: Look, event: WatchLine["event"]): WatchLine {
    const { kernel, program, live } = this.data;
    return {
      format: "resident.watch/1",
      time,
      event,
      pid: kernel?.pid ?? null,
      name: kernel?.name ?? null,
      rss: kernel?.rss ?? null,
      live: program === undefined ? null : (lastReading(live)?.value ?? null),
      heapAlloc: program?.memStats?.HeapAlloc ?? null,
      goroutines: program?.goroutines ?? null,
      collections: program?.memStats?.NumGC ?? null,
      verdict: null,
      reason: null,
    };
  }
}
