/**
 * What a person types to find functions: a part of a name in any case, or a regular expression
 * where it is one and has more than letters. Patterns come from the person who looks, or from an
 * address that they opened, and run on names only.
 */
import type { CodeModel } from "./code-model.ts";
import type { ViewFrames } from "./view-frames.ts";

export interface Pattern {
  readonly text: string;
  /** null: matches everything, as nothing was typed. */
  readonly test: ((name: string) => boolean) | null;
  /** Why it is no regular expression; it is taken letter by letter then. */
  readonly problem: string | null;
}

export function parsePattern(text: string): Pattern {
  if (text === "") return { text, test: null, problem: null };
  const plain = text.toLowerCase();
  const contains = (name: string) => name.toLowerCase().includes(plain);
  if (!/[\\^$*+?()[\]{}|]/.test(text)) return { text, test: contains, problem: null };
  try {
    const expression = new RegExp(text, "i");
    return { text, test: (name) => expression.test(name), problem: null };
  } catch (error) {
    return { text, test: contains, problem: (error as Error).message };
  }
}

/** 1 for each row of the view's frames whose function or file matches; null: no pattern. */
export function matchFrames(
  { frames }: CodeModel,
  { frameOf }: ViewFrames,
  { test }: Pattern,
): Uint8Array | null {
  if (test === null) return null;
  return Uint8Array.from(frameOf, (frame) =>
    test(frames.name[frame]!) || test(frames.file[frame]!) ? 1 : 0,
  );
}
