/**
 * Processor time, for tests that something ends soon: unlike a clock it stands still while a busy machine
 * does something else.
 */

/** Starts to count, and gives what tells the milliseconds that this process has computed since. */
export function cpuStopwatch(): () => number {
  const start = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
}
