/**
 * Cells that tabs end, one below the other and aligned to the right, as Go's text/tabwriter lays them
 * out with one space of padding. What stands behind the last tab of a line is not aligned. A column
 * reaches over lines that follow each other and have that cell, so tabs and line breaks in a label
 * make columns and lines of their own, as in the reference.
 */
const PADDING = 1;

interface Column {
  width: number;
}

interface Row {
  /** The last is no cell of a column. */
  readonly cells: readonly string[];
  readonly columns: readonly Column[];
}

/** `text`: lines that each end in a line break. */
export function alignColumns(text: string): string {
  // A form feed ends all columns, and is a line break itself.
  return text.split("\f").map(alignLines).join("\n");
}

function alignLines(text: string): string {
  let above: readonly Column[] = [];
  const rows = text.split("\n").map((line): Row => {
    const cells = line.split(/[\t\v]/);
    above = cells.slice(0, -1).map((cell, at) => {
      const column = above[at] ?? { width: 0 };
      column.width = Math.max(column.width, lengthOf(cell) + PADDING);
      return column;
    });
    return { cells, columns: above };
  });
  return rows.map(lineOf).join("\n");
}

function lineOf({ cells, columns }: Row): string {
  return cells.map((cell, at) => alignRight(cell, columns[at]?.width ?? 0)).join("");
}

function alignRight(text: string, width: number): string {
  return " ".repeat(Math.max(width - lengthOf(text), 0)) + text;
}

/** In code points. */
function lengthOf(text: string): number {
  return [...text].length;
}
