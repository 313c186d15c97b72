/** Spans of time as the live view has them: short, because they stand in lines of 60 columns. */

/** `0 s`, `59 s`, `2 min`, `1 h 5 min`. */
export function shortDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return rest === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${rest} min`;
}

/** `2:05`, `1:02:05`: a clock that runs. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const digits = (value: number) => String(value).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = digits(whole % 60);
  return hours > 0 ? `${hours}:${digits(minutes)}:${rest}` : `${minutes}:${rest}`;
}
