/** What a moment of a recorder is called: its time, to the second where that is enough. */
export function momentName(time: number): string {
  return new Date(Math.round(time * 1000)).toISOString().replace(/\.000Z$/, "Z");
}
