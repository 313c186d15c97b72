/** Names of places as the page shows them. */
import { elideTypes, shortFunction } from "../../../model/function-name.ts";
import type { CodeModel } from "./code-model.ts";

/** `cache.(*Cache[…]).Put`, with `cache.go:27` where lines are told apart. */
export function frameLabel(model: CodeModel, frame: number, byLine: boolean): string {
  const name = elideTypes(shortFunction(model.frames.name[frame]!));
  const place = byLine ? fileLine(model.frames.file[frame]!, model.frames.line[frame]!) : "";
  return place === "" ? name : `${name} ${place}`;
}

/** `main.go:27`; "" where the file is not known. */
export function fileLine(file: string, line: number): string {
  const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
  return line > 0 && name !== "" ? `${name}:${line}` : name;
}
