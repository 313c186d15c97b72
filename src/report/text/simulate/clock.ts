/** Times of the virtual clock: `0:00`, `2:05`, `1:02:05`; below ten seconds with a tenth, `0:02.5`. */
export function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const whole = seconds < 10 && tenths % 10 !== 0 ? tenths / 10 : Math.round(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  const last = Number.isInteger(rest) ? pad(rest) : `0${rest.toFixed(1)}`;
  return hours > 0 ? `${hours}:${pad(minutes)}:${last}` : `${minutes}:${last}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
