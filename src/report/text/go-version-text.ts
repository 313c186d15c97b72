/**
 * A Go version as a reader is told it. A release is said as Go says it; where only a range is known
 * (`go1.15+`, `go1.9–go1.10`), in words, so that nobody takes the range for a release.
 */
const OPEN = /^go(\d+\.\d+)\+$/;
const RANGE = /^go1\.(\d+)\D+1\.(\d+)$/;

/** `go1.23.4` → `go1.23.4`, `go1.15+` → `Go 1.15 or later`, `go1.9–go1.10` → `Go 1.9 or 1.10`. */
export function goVersionText(raw: string): string {
  const oldest = OPEN.exec(raw)?.[1];
  if (oldest !== undefined) return `Go ${oldest} or later`;
  const [, from, to] = RANGE.exec(raw) ?? [];
  if (from === undefined || to === undefined) return raw;
  const between = Number(to) - Number(from) === 1 ? "or" : "to";
  return `Go 1.${from} ${between} 1.${to}`;
}
