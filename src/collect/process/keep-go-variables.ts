/**
 * Of an environment only the four variables that steer Go's memory: the rest is where secrets are.
 */
const KEPT = ["GOGC", "GOMEMLIMIT", "GODEBUG", "GOMAXPROCS"];

/** /proc/PID/environ → the same form (each entry ended by NUL) with the four only. */
export function keepGoVariables(environ: Uint8Array): Uint8Array {
  const entries = Buffer.from(environ).toString("latin1").split("\0");
  const kept = entries.filter((entry) => KEPT.some((name) => entry.startsWith(`${name}=`)));
  return Buffer.from(kept.map((entry) => `${entry}\0`).join(""), "latin1");
}
