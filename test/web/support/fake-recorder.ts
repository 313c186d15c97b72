/**
 * A server that answers the page as a recorder does, from recordings: for the tests of what the page
 * makes of it. Its clock stands a little after the newest look, so that "now" is the same every day.
 */
import { streamSSE } from "hono/streaming";
import type {
  AddedAnswer,
  CodeAnswer,
  ProcessList,
  ProcessRow,
  ServerEvent,
} from "../../../src/model/fleet.ts";
import type { CodeTable, Page } from "../../../src/model/page.ts";
import type { PsProcess } from "../../../src/model/results.ts";
import { guardedApp } from "../../../src/server/guarded-app.ts";
import { listen } from "../../../src/server/listen.ts";
import { problem } from "../../../src/server/problem.ts";
import { sourceText } from "../../../src/server/source-text.ts";
import { readWebFiles } from "../../../src/server/web-files.ts";

export interface FakeProcess {
  readonly row: ProcessRow;
  /** All that is recorded of it; null: nothing yet. */
  readonly page: Page | null;
}

export interface FakeRecorder {
  readonly url: string;
  /** Addresses that were asked for, without the page's own files. */
  readonly asked: string[];
  /** What is in it, to be changed between requests. */
  readonly processes: FakeProcess[];
  readonly offers: PsProcess[];
  storeError: string | null;
  say(event: ServerEvent): void;
  close(): Promise<void>;
  /** At the same address, after it was closed. */
  reopen(): Promise<void>;
}

interface Options {
  readonly processes: FakeProcess[];
  readonly offers?: PsProcess[];
  readonly canAdd?: boolean;
  /** Folder that sources are in. */
  readonly sources?: string;
}

const CLOCK_AFTER = 4;

export async function fakeRecorder(options: Options): Promise<FakeRecorder> {
  const listeners = new Set<(event: ServerEvent) => void>();
  const recorder = {
    asked: [] as string[],
    processes: options.processes,
    offers: options.offers ?? [],
    storeError: null as string | null,
    say: (event: ServerEvent) => {
      for (const listener of listeners) listener(event);
    },
  };
  const app = await appOf(recorder, options, listeners);
  let server = await listen(app, "127.0.0.1", 0);
  const { port } = server;
  return Object.assign(recorder, {
    url: `http://127.0.0.1:${port}/`,
    close: () => server.close(),
    reopen: async () => {
      server = await listen(app, "127.0.0.1", port);
    },
  });
}

type State = Pick<FakeRecorder, "asked" | "processes" | "offers" | "storeError" | "say">;

async function appOf(
  state: State,
  { canAdd = false, sources = "." }: Options,
  listeners: Set<(event: ServerEvent) => void>,
) {
  const web = await readWebFiles();
  const app = guardedApp({ web, hosts: new Set(["127.0.0.1"]), token: null }, ["POST"]);
  app.use("/api/*", async (context, next) => {
    state.asked.push(context.req.url.replace(/^.*\/api/, "api"));
    await next();
  });
  const list = (): ProcessList => ({
    format: "resident.processes/1",
    time: Math.max(0, ...state.processes.map(({ row }) => row.lastLook ?? 0)) + CLOCK_AFTER,
    processes: state.processes.map(({ row }) => row),
    offers: state.offers,
    canAdd,
    storeError: state.storeError,
  });
  const pageOf = (id: string) => state.processes.find(({ row }) => String(row.id) === id)?.page;
  app.get("/api/v1/processes", (context) => context.json(list()));
  app.post("/api/v1/processes", async (context) => {
    const { target } = (await context.req.json()) as { target: string };
    const at = state.offers.findIndex(({ pid }) => String(pid) === target);
    if (at < 0) return problem(context, 400, `There is no process ${target}.`);
    const [offer] = state.offers.splice(at, 1);
    const id = 100 + state.processes.length;
    state.processes.push({ row: newRow(id, offer!), page: null });
    return context.json({ format: "resident.added/1", id } satisfies AddedAnswer, 201);
  });
  app.get("/api/v1/events", (context) =>
    streamSSE(context, async (stream) => {
      const tell = (event: ServerEvent) =>
        void stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
      listeners.add(tell);
      await stream.writeSSE({ event: "processes", data: '{"kind":"processes","time":0}' });
      await new Promise<void>((done) => stream.onAbort(done));
      listeners.delete(tell);
    }),
  );
  app.get("/api/v1/processes/:id/page", (context) => {
    const page = pageOf(context.req.param("id"));
    if (page == null) return problem(context, 404, "Nothing is recorded of this process yet.");
    const number = (name: string) => Number(context.req.query(name));
    return context.json(
      pageOfRange(page, Number(context.req.param("id")), number("from"), number("to")),
    );
  });
  app.get("/api/v1/processes/:id/code", (context) => {
    const page = pageOf(context.req.param("id"));
    if (page == null) return problem(context, 404, "There is no such process.");
    const ends = ["base_to", "to"].flatMap((name) => context.req.query(name) ?? []).map(Number);
    const tables = page.code.map((table) => tableAt(table, ends));
    return context.json({ format: "resident.code/1", tables, remarks: [] } satisfies CodeAnswer);
  });
  app.get("/api/v1/processes/:id/source", async (context) =>
    context.json(await sourceText(context.req.query("file") ?? "", { cwd: sources })),
  );
  return app;
}

function newRow(id: number, { name, pid, go }: PsProcess): ProcessRow {
  return {
    ...{ id, name, address: String(pid), labels: {}, state: "new", pid, go, startedAt: null },
    ...{ rss: null, live: null, goroutines: null, limit: null, verdict: null, error: null },
    ...{ trend: { times: [], rss: [], since: null }, lastLook: null, nextLook: null },
    ...{ liveRange: null, failingSince: null, interval: 15 },
  };
}

/** Of time only the moments in it; what else there is stays. */
function pageOfRange(page: Page, id: number, from: number, to: number): Page {
  const { time } = page;
  if (time === null) return page;
  const rows = [...time.times.keys()].filter((i) => time.times[i]! >= from && time.times[i]! <= to);
  const looked =
    rows.length === 0 ? null : { from: time.times[rows[0]!]!, to: time.times[rows.at(-1)!]! };
  const recorded = { id, from, to, first: time.times[0]!, last: time.times.at(-1)!, looked };
  const cut = <T>(column: readonly T[]) => rows.map((row) => column[row]!);
  if (rows.length === 0) {
    const nothing = {
      report: null,
      answer: null,
      code: [],
      goroutines: null,
      gc: null,
      time: null,
      growth: null,
    };
    return { ...page, ...nothing, recorded };
  }
  return {
    ...page,
    recorded,
    answer: { time: looked!.to, note: null },
    time: {
      ...time,
      times: cut(time.times),
      rss: cut(time.rss),
      live: cut(time.live),
      heapAlloc: cut(time.heapAlloc),
      goal: cut(time.goal),
      goroutines: cut(time.goroutines),
      restarts: time.restarts.filter((row) => rows.includes(row)).map((row) => rows.indexOf(row)),
      starts: time.starts.filter((_, i) => rows.includes(time.restarts[i]!)),
      parts: time.parts.map((part) => ({ ...part, bytes: cut(part.bytes) })),
    },
  };
}

/** The last moment up to each of these times. */
function tableAt(table: CodeTable, ends: readonly number[]): CodeTable {
  const moments = ends.flatMap(
    (end) => table.moments.findLast(({ time }) => time !== null && time <= end) ?? [],
  );
  return { ...table, moments };
}
