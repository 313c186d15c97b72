/** A word as a POSIX shell wants it, for commands that are offered to copy and scripts that are written. */
export function shellQuote(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
