/** Whole sessions that a script types, against the installed `go tool pprof`: what both streams get. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CAPTURES } from "../../support/captures.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { referencePath, runReference } from "../../support/reference-pprof.ts";

const SESSIONS = [
  "top5\nlist main\n",
  "top\n",
  "o",
  "sort=cum\ntop3\ntree 5\npeek main",
  "cum\nlines\ntop\n",
  "alloc_space\ntop 4 -cum\ntotal_inuse_objects\ntop\nmean_alloc_space\ntop\no\n",
  "top main -runtime\ntop runtime|main\n",
  "tags\ntags a -b\ntraces 3\ncomments\nraw\n",
  "focus=main\ntop\n:\ntop\n",
  "granularity=lines\ntop\nnodecount=3\ntop\nlines=1\ncum=t\ntop\nunit=kb\ntop\n",
  "quit\ntop\n",
  "  top5  \n\n\n q \n top",
  "top >\n",
  "foo\nlist\nlist nothinghere\nfocus\nfocus=(\ntop\n",
  "sample_index=0\ntop\nsample_index=\ntop\nsample_index=x\n",
  "top10 main\nabc10\nnodecount 5\ntop 99999999999\n",
  "trim=false\ntop\nhide=main\ntop\nshow=runtime\ntop\n",
  "relative_percentages\nfocus=main\ntop\n",
  "compact_labels=f\ntop\ndivide_by=3\ntop\ndivide_by=0\ntop\n",
  "dot 3\ntop -\ntop - main\ntop --cum\ntop -cum2\n",
  "divide_by=0x1p4\nnodefraction=0.00001\nedgefraction=1e-7\no\ndivide_by=1234567\nnodefraction=Inf\no\n",
  "edgefraction=-0\nnodecount=1_0\nnodecount=99999999999999999999\ndivide_by=1e400\no\n",
  "nodecount=abc\nnodefraction=x\ntrim=maybe\nsort=x\ncum=yes\n",
];

const PROFILES = ["probe/go1.26/0001/pprof/heap", "probe/go1.26/0001/pprof/goroutine"];

describe.skipIf(referencePath === undefined)("the shell of go tool pprof", () => {
  for (const profile of PROFILES) {
    test.each(SESSIONS)(`${profile}: %j`, async (input) => {
      const args = [join(CAPTURES, profile)];
      expect(await runOwn(args, { input })).toEqual(runReference(args, input));
    });
  }
});
