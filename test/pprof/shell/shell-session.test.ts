// What a line of the shell means. Messages are those of `go tool pprof`, which shell.peer.test.ts
// compares whole sessions with.
import { describe, expect, test } from "vitest";
import { DEFAULT_SETTINGS } from "../../../src/pprof/settings.ts";
import { type ShellAction, ShellSession } from "../../../src/pprof/shell/shell-session.ts";
import { shellProfile } from "../../support/shell-profile.ts";

const session = (isInteractive = false) =>
  new ShellSession(shellProfile(), DEFAULT_SETTINGS, { isInteractive });
const report = (line: string) => {
  const [action] = session().run(line);
  if (action?.kind !== "report") throw new Error(`no report: ${JSON.stringify(action)}`);
  return action;
};
const failure = (line: string) => {
  const [action] = session().run(line);
  return action?.kind === "fail" ? action.text : action;
};

describe("commands", () => {
  test("top shows ten, top5 and top 5 five", () => {
    expect(report("top").settings.nodecount).toBe(10);
    expect(report("top5").settings.nodecount).toBe(5);
    expect(report("  top   5 ").settings.nodecount).toBe(5);
    expect(report("tree").settings.nodecount).toBe(-1);
  });

  test("words are focused on, those behind a dash ignored, for this report only", () => {
    const shell = session();
    const [action] = shell.run("top json xml -runtime -http -cum");
    expect(action).toMatchObject({
      settings: { focus: "json|xml", ignore: "runtime|http", sort: "cum" },
    });
    expect(shell.settings).toMatchObject({ focus: "", ignore: "", sort: "flat" });
  });

  test("words of tags are about labels", () => {
    expect(report("tags a -b").settings).toMatchObject({
      tagfocus: "a",
      tagignore: "b",
      focus: "",
    });
  });

  test("list takes a pattern", () => {
    expect(report("list main x")).toMatchObject({ argument: "main", settings: { focus: "x" } });
    expect(failure("list")).toBe("command list requires an argument");
  });

  test("a report goes to a file or through a pipe", () => {
    expect(report("top >a.txt").settings.output).toBe("a.txt");
    expect(report("top > a.txt").settings.output).toBe("a.txt");
    expect(failure("top >")).toBe("unexpected end of line after >");
    expect(report("top 3 | grep -v a | less").pipe).toBe("grep -v a | less");
    expect(report("top 3 |less")).toMatchObject({ pipe: "less", settings: { nodecount: 3 } });
    expect(report("top a|b")).toMatchObject({ pipe: undefined, settings: { focus: "a|b" } });
    expect(failure("top |")).toBe("unexpected end of line after |");
  });

  test("what is none", () => {
    expect(failure("foo")).toBe('unrecognized command: "foo"');
    expect(failure("foo10")).toBe('unrecognized command: "foo"');
    expect(failure("nodecount 10")).toBe("did you mean: nodecount=10");
    expect(failure("help foo")).toBe("Unknown command: foo");
    expect(session().run("")).toEqual([]);
  });

  test.each(["q", "quit", "exit", " quit "])("%j leaves", (line) => {
    expect(session().run(line)).toEqual([{ kind: "quit" }]);
  });
});

describe("options", () => {
  const assigning = (lines: readonly string[], isInteractive = false) => {
    const shell = session(isInteractive);
    const failures = lines
      .flatMap((line) => shell.run(line))
      .map((action: ShellAction) => ("text" in action ? action.text : action.kind));
    return { settings: shell.settings, failures };
  };

  test("are assigned, with a comment behind them", () => {
    const { settings, failures } = assigning([
      "focus = a b //: why",
      "nodecount=7",
      "trim=no",
      "mean",
    ]);
    expect(settings).toMatchObject({ focus: "a b", nodecount: 7, trim: false, mean: true });
    expect(failures).toEqual([]);
  });

  test("one of several", () => {
    expect(assigning(["sort=cum"]).settings.sort).toBe("cum");
    expect(assigning(["cum=true", "lines=1"]).settings).toMatchObject({
      sort: "cum",
      granularity: "lines",
    });
    expect(assigning(["sort=up"]).failures).toEqual(['invalid "sort" value "up"']);
  });

  test("a choice alone is refused to a script, as pprof refuses it, and done for a person", () => {
    expect(assigning(["cum"])).toMatchObject({
      settings: { sort: "flat" },
      failures: ['unknown config field "cum"'],
    });
    expect(assigning(["cum"], true)).toMatchObject({ settings: { sort: "cum" }, failures: [] });
  });

  test("the name of a value chooses it", () => {
    expect(assigning(["alloc_space"]).settings).toMatchObject({ sample_index: "alloc_space" });
    expect(assigning(["mean_alloc_space"]).settings).toMatchObject({ mean: true });
    expect(assigning(["mean_alloc_space", "total_alloc_space"]).settings.mean).toBe(false);
    expect(assigning(["sample_index=1"]).settings.sample_index).toBe("inuse_space");
    expect(assigning(["sample_index="]).settings.sample_index).toBe("inuse_space");
  });

  test("a colon clears filters", () => {
    const { settings } = assigning(["focus=a", "tagfocus=b", "show=c", ":"]);
    expect(settings).toMatchObject({ focus: "", tagfocus: "", show: "c" });
  });

  test.each([
    ["nodecount=x", 'strconv.Atoi: parsing "x": invalid syntax'],
    ["nodefraction=x", 'strconv.ParseFloat: parsing "x": invalid syntax'],
    ["trim=maybe", 'illegal value "maybe" for bool variable'],
    ["focus", "please specify a value, e.g. focus=<val>"],
    ["sample_index=x", 'sample_index "x" must be one of: [alloc_space inuse_space]'],
    ["sample_index=9", "sample_index 9 is outside the range [0..1]"],
  ])("%s: %s", (line, message) => {
    expect(assigning([line]).failures).toEqual([message]);
  });
});
