/** Addresses of one process: the page of a range, and each part of it. */
import type { Context } from "hono";
import type {
  CodeAnswer,
  CollectionsAnswer,
  GoroutinesAnswer,
  GrowthAnswer,
  TimeAnswer,
} from "../../../model/fleet.ts";
import { Refusal } from "../../problem.ts";
import { answerOf } from "../../recorded/answer-of.ts";
import { type Asked, findAsked, orderedRange } from "../../recorded/asked.ts";
import { codeOfMoments, momentsOfRange } from "../../recorded/code-of.ts";
import { gcOf } from "../../recorded/gc-of.ts";
import { goroutinesOf } from "../../recorded/goroutines-of.ts";
import { growthOf } from "../../recorded/growth-of.ts";
import { pageOf } from "../../recorded/page-of.ts";
import { timeOf } from "../../recorded/time-of.ts";
import { choice, moment } from "../parameter.ts";
import { type Route, route } from "../route.ts";
import { OF_PROCESS, PROCESS_AND_RANGE } from "./ranges.ts";

export const PROCESS_ROUTES: readonly Route[] = [
  ofRange("page", "All that the web page shows of a range", "page", pageOf),
  ofRange("report", "The report of the last look", "report", reportOf),
  ofRange("time", "Figures over time, restarts and findings", "time", async (asked) => {
    const { recorded } = asked;
    const answer: TimeAnswer = { format: "resident.time/1", recorded, time: await timeOf(asked) };
    return answer;
  }),
  ofRange("growth", "Stacks by how fast they grow", "growth", async (asked) => {
    const answer: GrowthAnswer = {
      format: "resident.growth/1",
      recorded: asked.recorded,
      growth: await growthOf(asked),
    };
    return answer;
  }),
  ofRange(
    "gc",
    "Collections, and what other settings would change",
    "collections",
    async (asked) => {
      const answer: CollectionsAnswer = {
        format: "resident.collections/1",
        recorded: asked.recorded,
        gc: await gcOf(asked),
      };
      return answer;
    },
  ),
  ofRange("goroutines", "Goroutines by stack and state", "goroutines", async (asked) => {
    const answer: GoroutinesAnswer = {
      format: "resident.goroutines/1",
      recorded: asked.recorded,
      goroutines: await goroutinesOf(asked),
    };
    return answer;
  }),
  route({
    method: "get",
    path: "/api/v1/processes/{id}/code",
    summary: "Code of a range, or of two to compare",
    parameters: {
      ...PROCESS_AND_RANGE,
      base_from: moment("Begin of the range to compare with."),
      base_to: moment("End of the range to compare with."),
      pick: choice("Levels at the end of a range, or at its peak of RSS.", ["last", "peak"]),
    },
    body: null,
    answer: {
      about: "Tables of one moment, or of two: the one to compare with first.",
      type: "application/json",
      schema: "code",
    },
    refusals: OF_PROCESS,
    isHeavy: true,
    run: async ({ store }, values, context) => {
      const { range, target } = await findAsked(store, values);
      const { base_from: from, base_to: to, pick } = values;
      const base = baseRange(from, to);
      const ranges = base === undefined ? [range] : [base, range];
      const moments = await Promise.all(
        ranges.map((one) => momentsOfRange(store, target.id, one, pick)),
      );
      const answer: CodeAnswer = {
        format: "resident.code/1",
        tables: codeOfMoments(store, moments),
        remarks:
          base !== undefined && moments[0].heap === null && moments[1].heap !== null
            ? ["There is no heap profile in the range to compare with."]
            : [],
      };
      return context.json(answer);
    },
  }),
];

function ofRange(
  part: string,
  summary: string,
  schema: string,
  answerFor: (asked: Asked) => Promise<object>,
): Route {
  return route({
    method: "get",
    path: `/api/v1/processes/{id}/${part}`,
    summary,
    parameters: PROCESS_AND_RANGE,
    body: null,
    answer: { about: "Of the range.", type: "application/json", schema },
    refusals: OF_PROCESS,
    isHeavy: true,
    run: async ({ store }, values, context: Context) =>
      context.json(await answerFor(await findAsked(store, values))),
  });
}

async function reportOf(asked: Asked) {
  const answer = await answerOf(asked);
  if (answer === null) throw new Refusal(404, "There is no answer for this process in this range.");
  return answer.report;
}

function baseRange(from: number | undefined, to: number | undefined) {
  if (from === undefined && to === undefined) return undefined;
  if (from === undefined || to === undefined) {
    throw new Refusal(400, "base_from and base_to belong together.");
  }
  return orderedRange(from, to, "base_from", "base_to");
}
