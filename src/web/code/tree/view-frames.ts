/** The places of a picture: lines of code as they are, or functions, of which lines are parts. */
import type { CodeModel } from "./code-model.ts";

export interface ViewFrames {
  readonly length: number;
  /** By frame of the model: row here. */
  readonly rowOf: Int32Array;
  /** By row here: one frame of the model that it stands for. */
  readonly frameOf: Int32Array;
  /** Lines of a function are told apart. */
  readonly byLine: boolean;
}

export function viewFrames({ frames }: CodeModel, byLine: boolean): ViewFrames {
  const { length } = frames;
  if (byLine) {
    const same = Int32Array.from({ length }, (_, i) => i);
    return { length, rowOf: same, frameOf: same, byLine };
  }
  const rows = new Map<string, number>();
  const frameOf: number[] = [];
  const rowOf = Int32Array.from(frames.name, (name, frame) => {
    let row = rows.get(name);
    if (row === undefined) {
      row = frameOf.push(frame) - 1;
      rows.set(name, row);
    }
    return row;
  });
  return { length: frameOf.length, rowOf, frameOf: Int32Array.from(frameOf), byLine };
}
