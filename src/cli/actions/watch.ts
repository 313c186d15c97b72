/** Watches a running program, in a terminal or as plain lines. */
import { compileRegexp, loadRegexps } from "../../base/regexp.ts";
import type { LiveTarget } from "../../collect/target/target.ts";
import type { CommandContext } from "../command.ts";
import { EXIT, type ExitCode } from "../exit-codes.ts";
import type { WatchFlags } from "../flags.ts";
import { httpOptions } from "../http-options.ts";
import { listResult } from "../list-result.ts";
import { resolveLive } from "../open-recording.ts";
import { hasColor, hasUnicode, type Terminal, writeOut } from "../terminal.ts";

const EVERY_SECONDS = 1;

export async function watchAction(
  { terminal }: CommandContext,
  words: readonly string[],
  flags: WatchFlags,
): Promise<ExitCode> {
  const target = await resolveLive(words, flags);
  const options = {
    everySeconds: flags.every ?? EVERY_SECONDS,
    ...(flags.for === undefined ? {} : { forSeconds: flags.for }),
    ...(flags.prefix === undefined ? {} : { prefix: flags.prefix }),
    ...(flags.socket === undefined ? {} : { socket: flags.socket }),
    ...(flags.insecure === undefined ? {} : { insecure: flags.insecure }),
    http: httpOptions(flags),
  };
  const isJson = flags.json === true;
  if (isJson || flags.plain === true || !isInteractive(terminal)) {
    const { watchPlain } = await import("../../live/watch-plain.ts");
    const write = (text: string) => terminal.stdout.write(text);
    await watchPlain(target, { ...options, isJson, write });
  } else {
    await watchOnScreen(terminal, target, { ...options, ...sourceOf(flags) });
  }
  return EXIT.done;
}

/** Ink draws nothing before the end where CI is set, as there nobody looks. */
function isInteractive({ stdout, env }: Terminal): boolean {
  const isCi = env["CI"] !== undefined && env["CI"] !== "" && env["CI"] !== "false";
  return stdout.isTTY === true && process.stdin.isTTY && env["TERM"] !== "dumb" && !isCi;
}

function sourceOf({ sourcePath = [], trimPath = [] }: WatchFlags) {
  return { source: { cwd: process.cwd(), sourcePath, trimPath } };
}

async function watchOnScreen(
  terminal: Terminal,
  target: LiveTarget,
  options: ReturnType<typeof sourceOf> & { readonly everySeconds: number },
): Promise<void> {
  // React's development build is twice as slow; it decides when it is loaded.
  process.env["NODE_ENV"] ??= "production";
  const { watchScreen } = await import("../../live/watch-screen.ts");
  const saved = await watchScreen(target, {
    ...options,
    streams: { ...terminal, stdin: process.stdin },
    look: { color: hasColor(terminal, terminal.stdout), unicode: hasUnicode(terminal.env) },
    folder: process.cwd(),
    list: async (recording, functionName, value) => {
      await loadRegexps();
      const pattern = compileRegexp(`^${escaped(functionName)}$`);
      return listResult(recording, { pattern, value, limit: 3, source: options.source });
    },
  });
  for (const path of saved) await writeOut(terminal, `wrote ${path}\n`);
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
