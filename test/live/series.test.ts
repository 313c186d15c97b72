/** Series stay short however long the watch, and rates are of the time that they say. */
import { expect, test } from "vitest";
import {
  addReading,
  lastReading,
  rateAcross,
  rateOver,
  type Series,
} from "../../src/live/state/series.ts";

function seriesOf(count: number, value: (t: number) => number): Series {
  let series: Series = [];
  for (let t = 0; t < count; t++) series = addReading(series, t, value(t));
  return series;
}

test("three days of readings keep the first, the newest second by second, and the gaps", () => {
  const series = seriesOf(20_000, (t) => (t === 7000 ? Number.NaN : t));
  expect(series.length).toBeLessThanOrEqual(2400);
  expect(series[0]).toEqual({ t: 0, value: 0 });
  expect(series.slice(-1000).map(({ t }) => t)).toEqual(
    Array.from({ length: 1000 }, (_, at) => 19_000 + at),
  );
  expect(series.filter(({ value }) => Number.isNaN(value)).map(({ t }) => t)).toEqual([7000]);
  for (const { t, value } of series) if (t !== 7000) expect(value).toBe(t);
});

test("a rate is over the seconds asked for", () => {
  const series = seriesOf(200, (t) => (t < 100 ? 0 : (t - 100) * 5));
  expect(rateOver(series, 60)).toBeCloseTo(5);
  expect(rateOver(series, 199)).toBeCloseTo((99 * 5) / 199);
});

test("a rate does not reach over a gap, and needs some seconds", () => {
  const broken = addReading(
    seriesOf(10, () => 1000),
    10,
    Number.NaN,
  );
  expect(rateOver(broken, 60)).toBeUndefined();
  const again = [11, 12, 13, 14, 15, 16].reduce((one, t) => addReading(one, t, t * 2), broken);
  expect(rateOver(again, 60)).toBeCloseTo(2);
  expect(
    rateOver(
      seriesOf(2, (t) => t),
      60,
    ),
  ).toBeUndefined();
  expect(rateOver([], 60)).toBeUndefined();
});

test("the newest number is the one before the gap", () => {
  expect(
    lastReading(
      addReading(
        seriesOf(3, (t) => t),
        3,
        Number.NaN,
      ),
    ),
  ).toEqual({ t: 2, value: 2 });
  expect(lastReading([])).toBeUndefined();
});

test("what changes at collections is told from one to another, however seldom they are", () => {
  const at = (...times: number[]) =>
    times.reduce<Series>((series, t) => addReading(series, t, t / 5), []);
  expect(rateAcross(at(0, 100), 60)).toBeCloseTo(0.2);
  expect(rateAcross(at(0, 100, 103), 60)).toBeCloseTo(0.2);
  expect(rateAcross(addReading(at(0, 100), 110, 50), 60)).toBeCloseTo(3);
  expect(rateAcross(at(100), 60)).toBeUndefined();
  expect(rateAcross(addReading(at(0, 100), 120, Number.NaN), 60)).toBeUndefined();
  expect(rateAcross([], 60)).toBeUndefined();
});
