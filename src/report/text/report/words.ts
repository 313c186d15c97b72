/**
 * Words that findings use and not every reader knows, each in one line. Only those that occur in a
 * report are printed with it. The ledger's own lines are explained in LINE_DOCS.
 */
import type { Verdict } from "../../../model/verdict.ts";

interface Word {
  readonly word: string;
  readonly pattern: RegExp;
  readonly meaning: string;
}

const WORDS: readonly Word[] = [
  word("MemStats", "Go's own numbers on its memory"),
  word("HeapAlloc", "objects, live or not yet collected"),
  word("HeapInuse", "pages with at least one object"),
  word("HeapIdle", "pages without any object"),
  word("HeapReleased", "of these, what was given back to the OS"),
  word("HeapSys", "addresses that the heap has taken"),
  word("StackInuse", "pages that goroutine stacks have"),
  word("NextGC", "heap size at which the next collection is due"),
  word("NumGC", "collections so far"),
  word("GOGC", "how far the heap may grow: 100 is to double"),
  word("GOMEMLIMIT", "from this size on Go collects more often"),
  word("gctrace", "lines that GODEBUG=gctrace=1 prints"),
  word("scavenger", "what gives free pages back to the OS"),
  word("MADV_FREE", "giving pages back when the kernel needs them"),
  word("smaps", "the kernel's list of a process's mappings"),
  word("cgroup", "the kernel's group that a container's limit is on"),
  word("OOM", "out of memory: the kernel kills a process"),
  word("cgo", "calls from Go into C"),
  word("heap profile", "a sample of allocations, from net/http/pprof"),
];

function word(text: string, meaning: string): Word {
  return { word: text, pattern: new RegExp(`\\b${text}\\b`), meaning };
}

/** Pairs of word and meaning. */
export const ALL_WORDS: readonly (readonly [word: string, meaning: string])[] = WORDS.map(
  (one) => [one.word, one.meaning] as const,
);

/**
 * Pairs of word and meaning, for those that occur.
 * @param isBrief whether of the verdict at this index only the headline is shown
 */
export function wordsOf(
  verdicts: readonly Verdict[],
  isBrief: (at: number) => boolean,
): [word: string, meaning: string][] {
  const text = verdicts
    .flatMap((verdict, at) => (isBrief(at) ? [verdict.headline] : textsOf(verdict)))
    .join("\n");
  return WORDS.filter(({ pattern }) => pattern.test(text)).map((one) => [one.word, one.meaning]);
}

function textsOf({ headline, evidence, actions, forecast }: Verdict): string[] {
  return [
    headline,
    ...evidence.flatMap(({ what, value, source }) => [what, value, source]),
    ...actions.flatMap(({ text, code }) => [text, code ?? ""]),
    ...(forecast ?? []).map(({ waitsFor }) => waitsFor),
  ];
}
