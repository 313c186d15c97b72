/**
 * Colours of the flame graph as indices into the style sheet's lists: a package has the same one in
 * every picture, the runtime is grey, and a comparison goes from blue (less) over grey to red (more).
 */
import { packageOf } from "../../../model/function-name.ts";
import type { CodeModel } from "../tree/code-model.ts";
import type { ViewFrames } from "../tree/view-frames.ts";

/** `--flame-0` … in styles/tokens.css; 0 is the runtime's, 1 that of `main`. */
export const PACKAGE_COLORS = 11;
/** `--change-0` … `--change-8`; the middle one is "the same". */
export const CHANGE_COLORS = 9;

/** By row of the view's frames. */
export function packageColors({ frames }: CodeModel, { frameOf }: ViewFrames): Uint8Array {
  const known = new Map<string, number>();
  return Uint8Array.from(frameOf, (frame) => {
    const name = packageOf(frames.name[frame]!);
    let color = known.get(name);
    if (color === undefined) {
      color = colorOfPackage(name);
      known.set(name, color);
    }
    return color;
  });
}

function colorOfPackage(name: string): number {
  if (isRuntime(name)) return 0;
  return name === "main" ? 1 : 2 + (hash(name) % (PACKAGE_COLORS - 2));
}

function isRuntime(name: string): boolean {
  return name === "" || /^(?:runtime|internal\/runtime)(?:\/|$)/.test(name);
}

/** FNV-1a, to 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    value = Math.imul(value ^ text.charCodeAt(i), 0x01000193) >>> 0;
  }
  return value >>> 7;
}

/** Twice as much is the strongest red, half as much and less the strongest blue. */
export function changeColor(now: number, before: number): number {
  const middle = (CHANGE_COLORS - 1) / 2;
  if (now === before) return middle;
  const share = before === 0 ? 1 : Math.log2(Math.max(now, 0) / before);
  return Math.round(middle + Math.max(-1, Math.min(1, share)) * middle);
}
