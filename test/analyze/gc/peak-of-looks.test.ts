/** The peak between looks, of heaps whose true height is known. */
import { expect, test } from "vitest";
import { peakOfLooks } from "../../../src/analyze/gc/peak-of-looks.ts";

const look = (HeapAlloc: number, TotalAlloc: number, NextGC: number) => ({
  HeapAlloc,
  TotalAlloc,
  NextGC,
});

test("a heap that only grows was no higher than it is, far as its goal may be", () => {
  expect(peakOfLooks([look(40, 40, 80), look(300, 300, 600), look(450, 450, 800)])).toEqual([
    450, 450,
  ]);
});

test("what was allocated between two looks may have been there at once", () => {
  expect(peakOfLooks([look(40, 100, 80), look(50, 150, 120)])).toEqual([50, 90]);
});

test("a busy heap is bounded by the higher goal of the two looks, and an earlier one counts", () => {
  const looks = [look(100, 0, 200), look(300, 9_000, 500), look(120, 20_000, 240)];
  expect(peakOfLooks(looks)).toEqual([300, 500]);
});

test("of one look only the goal says what was before it", () => {
  expect(peakOfLooks([look(40, 9_000, 80)])).toEqual([40, 80]);
});

test("without a goal what was allocated is the bound", () => {
  const off = Number.POSITIVE_INFINITY;
  expect(peakOfLooks([look(40, 100, off), look(60, 160, off)])).toEqual([60, 100]);
});
