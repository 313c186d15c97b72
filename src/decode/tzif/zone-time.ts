/** What a clock on the wall shows at a moment. */
export interface ZoneTime {
  /** Seconds east of UTC. */
  readonly offset: number;
  /** `UTC`, `CET`, `-03`. */
  readonly zone: string;
}
