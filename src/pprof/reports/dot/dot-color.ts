/**
 * The colour of a share: red for all of it, grey for none, green for what a comparison takes away.
 * Small shares are drawn towards the ends, where the eye tells colours apart.
 */
const POWER = 0.3;
/** Below this share the colour fades to grey. */
const FADE_BELOW = 0.2;

const KINDS = {
  line: { saturation: 1, value: 0.7 },
  background: { saturation: 0.1, value: 0.93 },
} as const;

/** `share`: from -1 to 1, and cut off beyond. Gives `#rrggbb`. */
export function dotColor(share: number, kind: keyof typeof KINDS): string {
  const { value, saturation: full } = KINDS[kind];
  const bounded = Math.max(-1, Math.min(1, share));
  const size = Math.abs(bounded);
  const saturation = size < FADE_BELOW ? full * (size / FADE_BELOW) : full;
  const strength = saturation * size ** POWER;
  const other = value * (1 - strength);
  const rest = value * (1 - saturation);
  return bounded < 0 ? hex(other, value, rest) : hex(value, other, rest);
}

function hex(...channels: readonly number[]): string {
  return `#${channels.map((channel) => byte(channel).toString(16).padStart(2, "0")).join("")}`;
}

/** What is not a number (a share of nothing) is 0. */
function byte(channel: number): number {
  return Math.trunc(channel * 255) || 0;
}
