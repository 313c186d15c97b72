/** What comes next, as sentences: of the answer, and where other findings move RSS, with their numbers. */
import { forecastText, whatHappens } from "../../model/forecast-text.ts";
import type { Verdict } from "../../model/verdict.ts";

/** @param verdicts in the order of reading */
export function outlooks(verdicts: readonly Verdict[]): string[] {
  return verdicts.flatMap((verdict, at) =>
    (verdict.forecast ?? []).flatMap((forecast) => {
      if (at === 0) return [forecastText(forecast)];
      return forecast.what === "stays" ? [] : [`${whatHappens(forecast)} (finding ${at + 1}).`];
    }),
  );
}
