/**
 * Assignments within a memory map: below `build=/srv/app`, `$build` stands for the path. Where
 * several names fit, the one that was assigned first counts, and so does its first value.
 *
 * Names make a tree of letters, so that looking for them costs no more the more there are. It is
 * bounded, and so is what a line may grow to: values may have variables in them.
 */
import { ResidentError } from "../../../base/errors.ts";
import { KiB, MiB } from "../../../base/units.ts";
import { trimSpace } from "../text/go-space.ts";

/** Real maps have a handful of variables; beyond these, an assignment is not one. */
const MAX_VARIABLES = 1024;
const MAX_NAME = 256;
const MAX_VALUES = 16 * MiB;
const MAX_LINE = 256 * KiB;

interface Node {
  readonly next: Map<string, Node>;
  /** Of the name that ends here: how many were assigned before it. */
  order: number;
  value: string;
}

export class MapVariables {
  private readonly root = newNode();
  private count = 0;
  private size = 0;

  /** Takes `name=value`, where the line is that. */
  assign(line: string): void {
    const equals = line.indexOf("=");
    if (equals < 0 || this.count === MAX_VARIABLES) return;
    const name = trimSpace(line.slice(0, equals));
    const value = trimSpace(line.slice(equals + 1));
    this.size += value.length;
    if (name.length > MAX_NAME || this.size > MAX_VALUES) return;
    const node = this.nodeOf(name);
    if (node.order >= 0) return;
    node.order = this.count++;
    node.value = value;
  }

  expand(line: string): string {
    if (this.count === 0 || !line.includes("$")) return line;
    const pieces: string[] = [];
    let length = 0;
    for (let at = 0; at < line.length; ) {
      const dollar = line.indexOf("$", at);
      const plainEnd = dollar < 0 ? line.length : dollar;
      const found = dollar < 0 ? undefined : this.firstFit(line, dollar + 1);
      pieces.push(line.slice(at, plainEnd), found?.value ?? line.slice(plainEnd, plainEnd + 1));
      length += plainEnd - at + pieces[pieces.length - 1]!.length;
      if (length > MAX_LINE) throw tooLong();
      at = found?.end ?? plainEnd + 1;
    }
    return pieces.join("");
  }

  private nodeOf(name: string): Node {
    let node = this.root;
    for (const letter of name.split("")) {
      let next = node.next.get(letter);
      if (next === undefined) {
        next = newNode();
        node.next.set(letter, next);
      }
      node = next;
    }
    return node;
  }

  /** Of the names that stand at this place, the value of the one assigned first. */
  private firstFit(line: string, from: number): { value: string; end: number } | undefined {
    let found: { value: string; end: number; order: number } | undefined;
    let node: Node | undefined = this.root;
    for (let at = from; node !== undefined; at++) {
      const { order, value } = node;
      if (order >= 0 && (found === undefined || order < found.order)) {
        found = { value, end: at, order };
      }
      node = at < line.length ? node.next.get(line[at]!) : undefined;
    }
    return found;
  }
}

function newNode(): Node {
  return { next: new Map(), order: -1, value: "" };
}

function tooLong(): ResidentError {
  const message = `A line of the memory map grows beyond ${MAX_LINE} letters by its variables.`;
  return new ResidentError("RES_TOO_LARGE", message);
}
