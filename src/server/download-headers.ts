/** Headers of a file to keep, under a name of letters that served-profiles.ts has checked. */
export function downloadHeaders(name: string): Record<string, string> {
  return {
    "content-type": "application/octet-stream",
    "content-disposition": `attachment; filename="${name}"`,
  };
}
