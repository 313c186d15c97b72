/**
 * The terminal's second screen, as editors have it: what was there before comes back at the end,
 * whichever way it ends.
 */
const ENTER = "\x1b[?1049h\x1b[2J\x1b[H";
const LEAVE = "\x1b[?1049l\x1b[?25h";

/** Returns what leaves it again; that also runs by itself when the process ends. */
export function enterFullScreen(stdout: NodeJS.WriteStream): () => void {
  let isInside = true;
  const leave = () => {
    if (!isInside) return;
    isInside = false;
    process.removeListener("exit", leave);
    stdout.write(LEAVE);
  };
  process.once("exit", leave);
  stdout.write(ENTER);
  return leave;
}
