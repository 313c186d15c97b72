/** What `resident serve` says in the terminal: what it records and where, and what goes wrong. */
import { join } from "node:path";
import type { ResidentError } from "../../base/errors.ts";
import type { FleetRecorder } from "../../record/fleet-recorder.ts";
import type { RecorderEvent } from "../../record/recorder.ts";
import { withoutControls } from "../../report/text/paint.ts";
import { printError } from "../print-error.ts";
import { type Terminal, writeOut } from "../terminal.ts";

/** Until what discovery found has become targets. */
const SETTLED_MS = 1000;
/** As the store names it. */
const FILE = "resident.duckdb";

export class Announcer {
  private readonly terminal: Terminal;
  private readonly recorder: FleetRecorder;
  private readonly folder: string;
  private readonly warned = new Set<string>();
  /** The last error of each target, without its numbers, so that one that stays is said once. */
  private readonly errors = new Map<number, string>();
  /** Targets as it was said last; undefined: not yet. */
  private saidTargets: number | undefined;
  private soon: NodeJS.Timeout | undefined;

  constructor(terminal: Terminal, recorder: FleetRecorder, folder: string) {
    this.terminal = terminal;
    this.recorder = recorder;
    this.folder = folder;
    recorder.listen((event) => this.hear(event));
  }

  /** @param isBare nothing was named that could be recorded */
  async begin(url: string, isBare: boolean): Promise<void> {
    if (isBare) await writeOut(this.terminal, await this.offer());
    else this.sayTargets("");
    this.saidTargets = this.recorder.targets().length;
    this.say(`Kept in ${join(this.folder, FILE)}`);
    this.say(`${url}\nCtrl-C ends it.`);
  }

  /** Said once. */
  warn(sentence: string): void {
    if (this.warned.has(sentence)) return;
    this.warned.add(sentence);
    this.say(sentence);
  }

  /** @param fixed a key that only a new start takes up */
  tookUp(path: string, fixed: string | undefined): void {
    this.say(`Took up ${path}.`);
    if (fixed !== undefined) {
      this.say(`resident.${fixed} has changed, too: that needs Resident to be started anew.`);
    }
  }

  refused(error: ResidentError): void {
    printError(this.terminal, error);
    this.say("The configuration stays as it was.");
  }

  private async offer(): Promise<string> {
    const offers = await this.recorder.offers();
    if (offers.length === 0) return "No Go process is to be seen on this machine.\n";
    const names = [...new Set(offers.map(({ name }) => name))].slice(0, 5).join(", ");
    const count = offers.length === 1 ? "1 Go process" : `${offers.length} Go processes`;
    return `This machine runs ${count} (${withoutControls(names)}): pick what to record on the page, or name it: resident serve TARGET…\n`;
  }

  private hear(event: RecorderEvent): void {
    if (event.kind === "store") {
      this.say(event.error === null ? "Recording goes on." : `Nothing is recorded: ${event.error}`);
    } else if (event.kind === "targets" && this.saidTargets !== undefined) {
      this.soon ??= setTimeout(() => this.recount(), SETTLED_MS).unref();
    } else if (event.kind === "error") {
      this.complain(event.target, event.error);
    } else if (event.kind === "look" && this.errors.has(event.target)) {
      // Half a look brings its error right after it.
      setImmediate(() => this.recovered(event.target));
    }
  }

  /** Discovery brings its targets later, many at a time. */
  private recount(): void {
    this.soon = undefined;
    if (this.recorder.targets().length !== this.saidTargets) this.sayTargets(" now");
  }

  private sayTargets(when: string): void {
    this.saidTargets = this.recorder.targets().length;
    this.say(`Recording ${targetsText(this.saidTargets)}${when}.`);
  }

  private complain(target: number, error: string): void {
    // How long it waited, or how much had come, differs from look to look.
    const kind = error.replace(/\d+(?:\.\d+)? (?:ms|s|min|B|[KMG]iB)\b/g, "");
    const address = this.addressOf(target);
    if (address === undefined || this.errors.get(target) === kind) return;
    this.errors.set(target, kind);
    this.say(error.startsWith(originOf(address)) ? error : `${address}: ${error}`);
  }

  private recovered(target: number): void {
    const status = this.recorder.targets().find(({ id }) => id === target);
    if (status?.error !== null) return;
    this.errors.delete(target);
    this.say(`${status.address}: all is well again.`);
  }

  /** undefined: it is no longer a target, and a look that was under way is nobody's concern. */
  private addressOf(target: number): string | undefined {
    return this.recorder.targets().find(({ id }) => id === target)?.address;
  }

  private say(text: string): void {
    const lines = text.split("\n").map(withoutControls).join("\n");
    this.terminal.stderr.write(`${lines}\n`);
  }
}

/** What an error that names its URL begins with: "http://10.0.0.7:6060/". */
function originOf(address: string): string {
  return /^https?:\/\/[^/]+\//.exec(address)?.[0] ?? `${address}: `;
}

function targetsText(count: number): string {
  return count === 1 ? "1 target" : `${count} targets`;
}
