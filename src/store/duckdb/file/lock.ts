/** Lets tasks run one after the other, in the order in which they came. */
export class Lock {
  private last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task);
    // The next one does not mind how this one ended.
    this.last = result.catch(() => undefined);
    return result;
  }
}
