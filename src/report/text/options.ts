/** How a text is to look. The caller knows the terminal; nothing here asks for it. */
export interface TextOptions {
  /** Columns that no line may exceed. */
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Show small lines too. */
  readonly all: boolean;
}

export const PLAIN_TEXT: TextOptions = { width: 80, color: false, unicode: true, all: false };

/** Narrower than this nothing useful can be set. */
export const MIN_WIDTH = 60;
