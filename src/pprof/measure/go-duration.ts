/** A duration as Go prints it: `1h2m3.5s`, `1.5ms`, `0s`. */
const SECOND = 1_000_000_000n;

export function formatDuration(nanos: bigint): string {
  if (nanos < 0n) return `-${formatDuration(-nanos)}`;
  if (nanos === 0n) return "0s";
  if (nanos < 1_000n) return `${nanos}ns`;
  if (nanos < 1_000_000n) return `${decimal(nanos, 3)}µs`;
  if (nanos < SECOND) return `${decimal(nanos, 6)}ms`;
  const seconds = nanos / SECOND;
  const rest = `${decimal(nanos % (60n * SECOND), 9)}s`;
  if (seconds < 60n) return rest;
  const minutes = seconds / 60n;
  return minutes < 60n ? `${minutes}m${rest}` : `${minutes / 60n}h${minutes % 60n}m${rest}`;
}

/** `value` with the point `digits` from the right, and no zeros at the end. */
function decimal(value: bigint, digits: number): string {
  const text = String(value).padStart(digits + 1, "0");
  const fraction = text.slice(-digits).replace(/0+$/, "");
  return text.slice(0, -digits) + (fraction === "" ? "" : `.${fraction}`);
}
