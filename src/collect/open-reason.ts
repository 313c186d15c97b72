/** Why a file could not be opened, in the words of the system, as Go prints them. */

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "no such file or directory",
  ENOSPC: "no space left on device",
  EISDIR: "is a directory",
  EEXIST: "file exists",
  EACCES: "permission denied",
  EPERM: "operation not permitted",
  ENOTDIR: "not a directory",
  ELOOP: "too many levels of symbolic links",
  ENAMETOOLONG: "file name too long",
  EMFILE: "too many open files",
  ENXIO: "no such device or address",
  // Of a path with a NUL in it.
  ERR_INVALID_ARG_VALUE: "invalid argument",
};

export function openReason(error: unknown): string {
  const { code = "", message } = error as NodeJS.ErrnoException;
  return REASONS[code] ?? message;
}
