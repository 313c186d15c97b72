/**
 * What collectors of logs put around a program's line: a timestamp, the stream, the name of the
 * container or of the process, colours, or JSON with the line in a field. One entry a form, applied
 * from the outside in until none fits, as they are nested in practice (`web-1  | 2026-… stderr F …`).
 */
export interface Unwrapped {
  /** Who wrote the line, as far as the wrapper says; "" where it does not. */
  readonly source: string;
  /** The line as the program wrote it. */
  readonly content: string;
}

const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;?]*[ -/]*[@-~]`, "g");
const TIME = "\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d[.,\\d]*(?:Z|[+-]\\d\\d:?\\d\\d)";

/** The groups of a form name the source. */
const FORMS: readonly RegExp[] = [
  // Kubernetes' container runtimes.
  new RegExp(`^${TIME} (?:stdout|stderr) [FP] `),
  // docker logs --timestamps, kubectl logs --timestamps, journalctl -o short-iso.
  new RegExp(`^${TIME} (?=\\S)`),
  // kubectl logs --prefix.
  /^\[pod\/([^\]]+)\] /,
  // docker compose.
  /^([\w.-]+)\s*\| /,
  // syslog, journalctl.
  /^(?:<\d+>)?[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d+)? (\S+) ([^\s:[]+)(?:\[(\d+)\])?: /,
  // syslog of RFC 5424.
  /^<\d+>1 \S+ (\S+) (\S+) (\S+) \S+ (?:-|\[.*?\]) /,
  // What comes behind journalctl -o short-iso's time.
  /^([\w.-]+ [\w.@/-]+\[\d+\]): /,
  /^([\w.@/-]+\[\d+\]): /,
];
/** Fields that hold the line, the usual names first. */
const TEXT_FIELDS = ["log", "message", "msg", "MESSAGE", "text", "line", "textPayload", "event"];
/** Fields that name who wrote it. */
const SOURCE_FIELDS =
  /^(?:_?pid|_?hostname|host|pod(?:_?name)?|container(?:_?(?:name|id))?|service|instance|_systemd_unit)$/i;
const DEEPEST = 6;

/** `line` is without its line end. */
export function unwrapLine(line: string): Unwrapped {
  let content = line.includes("\u001b[") ? line.replace(COLOURS, "") : line;
  const sources: string[] = [];
  for (let depth = 0; depth < DEEPEST; depth++) {
    const inner = unwrapText(content) ?? unwrapJson(content);
    if (inner === undefined) break;
    content = inner.content;
    if (inner.source !== "") sources.push(inner.source);
  }
  return { source: sources.join(" "), content };
}

function unwrapText(line: string): Unwrapped | undefined {
  for (const form of FORMS) {
    const match = form.exec(line);
    if (match === null) continue;
    const names = match.slice(1).filter((name) => name !== undefined);
    return { source: names.join(" "), content: line.slice(match[0].length) };
  }
  return undefined;
}

function unwrapJson(line: string): Unwrapped | undefined {
  const record = line.startsWith("{") ? parseObject(line) : undefined;
  if (record === undefined) return undefined;
  const field = TEXT_FIELDS.find((name) => typeof record[name] === "string");
  if (field === undefined) return undefined;
  const content = String(record[field]).replace(/\r?\n$/, "");
  return { source: namesIn(record).join(" "), content };
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Also one level down: `{"kubernetes": {"pod_name": …}}`. */
function namesIn(record: Record<string, unknown>, depth = 0): string[] {
  return Object.entries(record).flatMap(([name, value]) => {
    if (typeof value === "object" && value !== null && depth < 1) {
      return namesIn(value as Record<string, unknown>, depth + 1);
    }
    const isName = typeof value === "string" || typeof value === "number";
    return isName && SOURCE_FIELDS.test(name) ? [String(value)] : [];
  });
}
