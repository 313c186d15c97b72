/** What was opened is closed again in the other order, however it ends. */
export class Closing {
  private readonly steps: (() => Promise<void> | void)[] = [];

  /** To be closed before all that was given before. */
  with(step: () => Promise<void> | void): void {
    this.steps.push(step);
  }

  /** Throws the first error there is, once all have been tried. */
  async run(): Promise<void> {
    const errors: unknown[] = [];
    for (const step of this.steps.splice(0).reverse()) {
      try {
        await step();
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw errors[0];
  }
}
