/** A goroutine profile as a file: what it says is reported, and nothing about memory is made up. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { explain } from "../../src/analyze/explain.ts";
import { gunzip } from "../../src/collect/gunzip.ts";
import { decodeBundle } from "../../src/decode/recording.ts";
import { renderText } from "../../src/report/text/render-text.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/goroutines");
const OPTIONS = { width: 80, color: false, unicode: true, all: false };

function report(place: string, bytes: Uint8Array) {
  const snapshots = [{ name: "0001", files: new Map([[place, bytes]]) }];
  const recording = decodeBundle({ target: "g", files: new Map(), snapshots }, { gunzip });
  return explain(recording);
}

describe("a goroutine profile alone", () => {
  it.each(["goroutine", "goroutine.debug1.txt", "goroutine.debug2.txt"])(
    "%s: counts them by stack",
    (name) => {
      const made = report(`pprof/${name}`, readFileSync(join(FOLDER, name)));
      expect(made.goroutines).toMatchObject({ total: 17, stackCount: 12 });
      const text = renderText(made, OPTIONS);
      expect(text).toContain("17 goroutines have 12 different stacks, 4 of them at main.go:58");
      expect(text).toMatch(/main\.go:16 main\.\(\*box\[…\]\)\.wait +3 +18 %/);
      expect(text).toContain("heap?debug=1");
      expect(text).not.toContain("too little to go by");
      expect(text).not.toContain("import _");
    },
  );

  it("that waits for minutes in one place is a leak of unknown size", () => {
    const one = (id: number) =>
      `goroutine ${id} [chan receive, 9 minutes]:\nmain.stuck(0x1)\n\t/src/main.go:31 +0x1f\ncreated by main.main in goroutine 1\n\t/src/main.go:12 +0x2a\n`;
    const dump = Array.from({ length: 2000 }, (_, at) => one(at + 1)).join("\n");
    const made = report("pprof/goroutine.debug2.txt", new TextEncoder().encode(dump));
    const [verdict] = made.verdicts;
    expect(verdict).toMatchObject({ id: "goroutine-leak", bytes: null, share: null });
    expect(verdict!.headline).toBe("2,000 goroutines wait at main.go:31 (main.stuck).");
    expect(renderText(made, OPTIONS)).toMatch(/main\.go:31 main\.stuck +2,000 +100 % +9 min/);
  });
});
