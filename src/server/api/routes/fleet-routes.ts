/** Addresses of all processes together. */
import { formatSeconds } from "../../../base/units.ts";
import type { AddedAnswer, CodeAnswer } from "../../../model/fleet.ts";
import { Refusal } from "../../problem.ts";
import { ALL_TIME, orderedRange } from "../../recorded/asked.ts";
import { codeOfMoments, latestMoments, mergeMoments } from "../../recorded/code-of.ts";
import type { Fleet } from "../fleet.ts";
import { readObject } from "../json-body.ts";
import { processIds } from "../parameter.ts";
import { type Route, route } from "../route.ts";
import { RANGE } from "./ranges.ts";

/** Merged at once, and over how long all of them together: half a second of reading. */
const MOST_PROCESSES = 256;
const MOST_HOURS = 256;
/** Of what one types for a target. */
const MOST_LETTERS = 2048;

export const FLEET_ROUTES: readonly Route[] = [
  route({
    method: "get",
    path: "/api/v1/processes",
    summary: "All processes with their last figures",
    parameters: {},
    body: null,
    answer: { about: "The processes.", type: "application/json", schema: "processes" },
    refusals: [],
    run: async (fleet, _, context) => context.json(await fleet.processes()),
  }),
  route({
    method: "post",
    path: "/api/v1/processes",
    summary: "Look at one more target, where that is allowed (--allow-adding-targets)",
    parameters: {},
    body: {
      type: "object",
      required: ["target"],
      properties: {
        target: { type: "string", maxLength: MOST_LETTERS, description: "As one types it." },
      },
    },
    answer: { about: "The number of the process.", type: "application/json", schema: "added" },
    refusals: [413],
    run: async ({ recorder, canAdd }, _, context) => {
      if (!canAdd) {
        throw new Refusal(
          403,
          "Targets come from the configuration: resident serve was started without --allow-adding-targets.",
        );
      }
      const { target } = await readObject(context);
      const answer: AddedAnswer = {
        format: "resident.added/1",
        id: await recorder.add(wordsOf(target)),
      };
      return context.json(answer, 201);
    },
  }),
  route({
    method: "get",
    path: "/api/v1/events",
    summary: "What happens, as server-sent events: look, error, processes, store",
    parameters: {},
    body: null,
    answer: {
      about: "Events, for as long as one listens.",
      type: "text/event-stream",
      schema: null,
    },
    refusals: [503],
    run: ({ events }, _, context) => events(context),
  }),
  route({
    method: "get",
    path: "/api/v1/code",
    summary: "Code of many processes together, as if they were one",
    parameters: { process: processIds(MOST_PROCESSES), ...RANGE },
    body: null,
    answer: { about: "Tables of one moment.", type: "application/json", schema: "code" },
    refusals: [404, 503],
    isHeavy: true,
    run: async (fleet, values, context) => context.json(await mergedCode(fleet, values)),
  }),
];

function wordsOf(target: unknown): string[] {
  const text = typeof target === "string" ? target.trim() : "";
  if (text === "") throw new Refusal(400, '"target" is missing: what one would type for it.');
  if (text.length > MOST_LETTERS) {
    throw new Refusal(400, `"target" is longer than ${MOST_LETTERS} letters.`);
  }
  const words = text.split(/\s+/);
  const option = words.find((word) => word.startsWith("-"));
  if (option === undefined) return words;
  throw new Refusal(
    400,
    `"target" has ${JSON.stringify(option.slice(0, 60))}: options are not taken here.`,
  );
}

interface MergedQuestion {
  readonly process: readonly number[];
  readonly from: number | undefined;
  readonly to: number | undefined;
}

async function mergedCode(
  { store }: Fleet,
  { process, from, to }: MergedQuestion,
): Promise<CodeAnswer> {
  const known = new Set((await store.targets()).map(({ id }) => id));
  const stranger = process.find((id) => !known.has(id));
  if (stranger !== undefined) throw new Refusal(404, `There is no process ${stranger}.`);
  const now = Date.now() / 1000;
  const end = to ?? Math.max(now, from ?? 0);
  const range = orderedRange(from ?? Math.max(ALL_TIME.from, end - 3600), end, "from", "to");
  const hours = (process.length * (range.to - range.from)) / 3600;
  if (hours > MOST_HOURS) {
    throw new Refusal(
      400,
      `${process.length} processes over ${formatSeconds(range.to - range.from)} are more than is added up at once: at most ${MOST_HOURS} hours of all of them together.`,
    );
  }
  const moments = await latestMoments(store, process, range);
  const { merged, leftOut } = mergeMoments(moments);
  const silent = process.filter((_, i) => moments[i].heap === null);
  return {
    format: "resident.code/1",
    tables: codeOfMoments(store, [merged]),
    remarks: [
      ...remark(silent, "no heap profile in the range"),
      ...remark(
        leftOut.map((row) => process[row]),
        "heaps that are sampled in another way (MemProfileRate, or the version of Go) and are left out",
      ),
    ],
  };
}

function remark(ids: readonly number[], what: string): string[] {
  if (ids.length === 0) return [];
  const [noun, verb] = ids.length === 1 ? ["Process", "has"] : ["Processes", "have"];
  return [`${noun} ${ids.join(", ")} ${verb} ${what}.`];
}
