/** Which look a report is of, and which before it tell of growth. */
import { describe, expect, it } from "vitest";
import { peakLook, reportLooks, thinLooks } from "../../../src/collect/run/watch/choose-looks.ts";

const look = (seconds: number, rss: number, hasProfile = false) => ({
  at: seconds * 1000,
  rss,
  hasProfile,
});

describe("peakLook", () => {
  it("is the highest, the latest of several", () => {
    const looks = [look(0, 5), look(1, 9), look(2, 9), look(3, 7)];
    expect(peakLook(looks)).toBe(looks[2]);
    expect(peakLook([])).toBeUndefined();
  });

  it("is one with a profile where that is nearly as high", () => {
    const looks = [look(0, 50, true), look(1, 85, true), look(2, 100)];
    expect(peakLook(looks)).toBe(looks[1]);
    expect(peakLook([looks[0]!, looks[2]!])).toBe(looks[2]);
  });
});

describe("peakLook on a plateau", () => {
  const held = (seconds: number, rss: number, heap: number) => ({
    ...look(seconds, rss, true),
    heap,
  });

  it("is the look with the largest heap, not the last MiB of what was freed already", () => {
    const looks = [held(0.5, 300, 290), held(0.9, 405, 400), held(1, 406, 398), held(2.7, 410, 1)];
    expect(peakLook(looks)).toBe(looks[1]);
  });

  it("is the first of equal heaps", () => {
    const looks = [held(1, 405, 400), held(2, 406, 400)];
    expect(peakLook(looks)).toBe(looks[0]);
  });

  it("is a higher look where the larger heap was further below", () => {
    const looks = [held(1, 390, 380), held(2, 410, 200)];
    expect(peakLook(looks)).toBe(looks[1]);
  });

  it("has a profile: where none is near, what is known of heaps does not matter", () => {
    const looks = [held(1, 300, 290), look(2, 410)];
    expect(peakLook(looks)).toBe(looks[1]);
  });
});

describe("reportLooks", () => {
  it("is the peak alone where the program only started", () => {
    const looks = [look(0, 10), look(1, 50), look(20, 100)];
    expect(reportLooks(looks, 0)).toEqual([looks[2]]);
  });

  it("has the later half of a long run before it", () => {
    const looks = [look(1, 10), look(100, 50), look(310, 60), look(400, 70), look(600, 80)];
    expect(reportLooks(looks, 0)).toEqual(looks.slice(2));
  });

  it("leaves out what came after the peak", () => {
    const looks = [look(310, 60), look(600, 80), look(700, 40)];
    expect(reportLooks(looks, 0)).toEqual(looks.slice(0, 2));
  });
});

describe("thinLooks", () => {
  it("keeps few, among them the peak and what a report would need", () => {
    let looks: ReturnType<typeof look>[] = [];
    for (let i = 1; i <= 400; i++) {
      looks = thinLooks([...looks, look(i, i === 150 ? 1000 : i, i % 3 === 0)], 0);
      expect(looks.length).toBeLessThanOrEqual(13);
      expect(looks.at(-1)!.at).toBe(i * 1000);
    }
    expect(looks.some(({ rss }) => rss === 1000)).toBe(true);
  });
});
