/** A range of time for the name of a file: "20261130T081500Z-20261130T083000Z", in UTC. */
export function rangeStamp({ from, to }: { readonly from: number; readonly to: number }): string {
  return `${stamp(from)}-${stamp(to)}`;
}

function stamp(seconds: number): string {
  return new Date(Math.round(seconds) * 1000).toISOString().replace(/[-:]|\.\d+/g, "");
}
