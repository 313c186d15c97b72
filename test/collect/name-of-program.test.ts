/** A name that no process has, but a program's file beside the user. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProcessByName } from "../../src/collect/target/find-process-by-name.ts";

test.skipIf(process.platform !== "linux")("is said to be a program, not to be nothing", () => {
  const folder = mkdtempSync(join(tmpdir(), "resident-name-"));
  const script = join(folder, "not-running");
  writeFileSync(script, "#!/bin/sh\n", { mode: 0o755 });
  try {
    expect(() => findProcessByName(script)).toThrow(
      expect.objectContaining({
        code: "RES_TARGET",
        message: expect.stringMatching(/^no process is called .* of that name is a program$/),
        hint: expect.stringContaining("resident run -- "),
      }),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
