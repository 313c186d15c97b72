/** A path in its shortest form, as Go's filepath.Clean gives it; most are in it already. */
export function cleanPath(path: string): string {
  if (path === "") return ".";
  if (!/\/\/|(?:^|\/)\.\.?(?:\/|$)|.\/$/.test(path)) return path;
  const isRooted = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part === ".." && kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (part !== ".." || !isRooted) kept.push(part);
  }
  const joined = (isRooted ? "/" : "") + kept.join("/");
  return joined === "" ? "." : joined;
}
