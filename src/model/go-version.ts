/** A Go release as far as behaviour depends on it. `raw` is what the source said. */
export interface GoVersion {
  readonly raw: string;
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
}

/** Minor versions of the oldest and the newest release whose behaviour is known here. */
export const OLDEST_MINOR = 4;
export const NEWEST_MINOR = 27;

/** `go1.21.13`, `go1.26-devel_abc`, `1.4.3`, `go1.27rc1 X:greenteagc` → GoVersion, else undefined. */
export function parseGoVersion(raw: string): GoVersion | undefined {
  const match = /(?:^|\bgo|[^\d.])(\d+)\.(\d+)(?:\.(\d+))?/.exec(raw);
  if (match === null) return undefined;
  return {
    raw: raw.trim(),
    major: Number(match[1]),
    minor: Number(match[2]),
    patch: Number(match[3] ?? 0),
  };
}

/** True if `version` is Go 1.`minor`.`patch` or newer. */
export function isAtLeast(version: GoVersion, minor: number, patch = 0): boolean {
  if (version.major !== 1) return version.major > 1;
  return version.minor !== minor ? version.minor > minor : version.patch >= patch;
}
