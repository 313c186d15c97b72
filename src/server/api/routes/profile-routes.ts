/** Addresses that hand on bytes: a range as a pprof profile, and the source of a function. */
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { Profile } from "../../../model/profile.ts";
import { encodeProfile } from "../../../pprof/encode/encode-profile.ts";
import type { StackDictionary, Store } from "../../../store/store.ts";
import { downloadHeaders } from "../../download-headers.ts";
import { Refusal } from "../../problem.ts";
import { type Asked, findAsked } from "../../recorded/asked.ts";
import { momentsOfRange } from "../../recorded/code-of.ts";
import { profileName } from "../../recorded/page-of.ts";
import { goroutineProfile, heapProfile } from "../../recorded/profile-of.ts";
import { sourceWithin } from "../../source-text.ts";
import { choice, PROCESS_ID, requiredText, text } from "../parameter.ts";
import { type Route, route } from "../route.ts";
import { OF_PROCESS, PROCESS_AND_RANGE } from "./ranges.ts";

const MOST_LETTERS = 4096;

export const PROFILE_ROUTES: readonly Route[] = [
  route({
    method: "get",
    path: "/api/v1/processes/{id}/profile",
    summary: "A range as a pprof profile, for go tool pprof and its like",
    parameters: {
      ...PROCESS_AND_RANGE,
      type: choice("Which profile.", ["heap", "goroutine"]),
      pick: choice("Levels at the end of the range, or at its peak of RSS.", ["last", "peak"]),
    },
    body: null,
    answer: {
      about: "profile.proto, gzipped: levels at a moment, allocations of the range.",
      type: "application/octet-stream",
      schema: null,
    },
    refusals: OF_PROCESS,
    isHeavy: true,
    run: async ({ store }, values, context) => {
      const asked = await findAsked(store, values);
      const profile = await profileOf(asked, values.type, values.pick);
      const bytes = await promisify(gzip)(Buffer.concat([...encodeProfile(profile)]));
      const name = profileName(asked.lastRun.name, values.type, asked.range);
      return context.body(new Uint8Array(bytes), 200, downloadHeaders(name));
    },
  }),
  route({
    method: "get",
    path: "/api/v1/processes/{id}/source",
    summary: "Source of a function, from the folders of --source-root only",
    parameters: {
      id: PROCESS_ID,
      file: requiredText("The file, as the profile names it.", MOST_LETTERS),
      function: text("The function whose lines are wanted.", MOST_LETTERS),
    },
    body: null,
    answer: {
      about: "Its lines, or why there are none.",
      type: "application/json",
      schema: "source",
    },
    refusals: OF_PROCESS,
    run: async ({ store, sourceRoots }, { id, file, function: name }, context) => {
      await findTarget(store, id);
      const lines = name === undefined ? [] : linesOf(store.dictionary, file, name);
      return context.json(await sourceWithin(file, sourceRoots, lines));
    },
  }),
];

async function profileOf(
  { store, target, range, recorded }: Asked,
  type: "heap" | "goroutine",
  pick: "last" | "peak",
): Promise<Profile> {
  const { heap, goroutines } = await momentsOfRange(store, target.id, range, pick);
  if (type === "heap" && heap !== null) {
    // What was allocated is known of the time between its looks.
    const { from, to } = recorded.looked ?? range;
    return heapProfile(store.dictionary, heap, to - from);
  }
  if (type === "goroutine" && goroutines !== null) {
    return goroutineProfile(store.dictionary, goroutines);
  }
  throw new Refusal(404, `There is no ${type} profile in the range.`);
}

async function findTarget(store: Store, id: number): Promise<void> {
  const targets = await store.targets();
  if (!targets.some((target) => target.id === id))
    throw new Refusal(404, `There is no process ${id}.`);
}

/** Lines of a function that profiles named, rising. */
function linesOf(dictionary: StackDictionary, file: string, name: string): number[] {
  const lines = new Set<number>();
  for (let frame = 0; frame < dictionary.frameCount; frame++) {
    if (dictionary.frameName(frame) !== name || dictionary.frameFile(frame) !== file) continue;
    lines.add(dictionary.frameLine[frame]);
  }
  return [...lines].sort((a, b) => a - b);
}
