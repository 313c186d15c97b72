/**
 * The live view as Ink components. They hold no state and compute nothing: each shows the lines of
 * one section. Written with createElement in place of JSX, so that the sources run as they are
 * wherever Node strips types.
 */
import { Box, Text, useInput } from "ink";
import { createElement as h, memo, type ReactNode } from "react";
import { type PaintOptions, paint } from "../../report/text/paint.ts";
import type { TextLine } from "../../report/text/spans.ts";
import type { Section } from "../screen/screen-sections.ts";
import type { Key } from "../state/keys.ts";
import { keyName } from "./key-name.ts";

export interface ScreenProps {
  readonly sections: readonly Section[];
  readonly columns: number;
  readonly look: PaintOptions;
  readonly onKey: (key: Key) => void;
}

export function Screen({ sections, columns, look, onKey }: ScreenProps): ReactNode {
  useInput((input, key) => {
    for (const name of keyName(input, key)) onKey(name);
  });
  return h(
    Box,
    { flexDirection: "column", width: columns },
    sections.map(({ id, lines }) => h(Lines, { key: id, lines, look })),
  );
}

interface LinesProps {
  readonly lines: readonly TextLine[];
  readonly look: PaintOptions;
}

/** A text a line: Ink cuts what is too long at the end of a text, not of each of its lines. */
function LinesOf({ lines, look }: LinesProps): ReactNode {
  return lines.map((line, at) => {
    // A text of nothing would have no height.
    const text = paint([line], look).slice(0, -1) || " ";
    // Lines have no identity but their place.
    return h(Text, { key: String(at), wrap: "truncate-end" }, text);
  });
}

const Lines = memo(LinesOf);
