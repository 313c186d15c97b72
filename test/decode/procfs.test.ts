/** The small files of /proc/PID and of the memory cgroup, captured and constructed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DecodeError } from "../../src/base/errors.ts";
import { type CgroupInput, decodeCgroup } from "../../src/decode/procfs/decode-cgroup.ts";
import { decodeCommandLine } from "../../src/decode/procfs/decode-command-line.ts";
import { decodeEnvironment } from "../../src/decode/procfs/decode-environment.ts";
import { decodeLimits } from "../../src/decode/procfs/decode-limits.ts";
import { decodeStatm } from "../../src/decode/procfs/decode-statm.ts";
import { decodeStatus } from "../../src/decode/procfs/decode-status.ts";

const PROC = join(import.meta.dirname, "../fixtures/captures/seed/go1.19.8/0001/proc");
const read = (name: string) => readFileSync(join(PROC, name));
const bytesOf = (text: string) => new TextEncoder().encode(text);

describe("status", () => {
  it("of a capture", () => {
    expect(decodeStatus(read("status"))).toEqual({
      name: "blahdo",
      pid: 18699,
      state: "S",
      ppid: 18697,
      uid: 0,
      nsPids: [18699],
      threads: 6,
      vmPeak: 1358776 * 1024,
      vmSize: 1358776 * 1024,
      vmHwm: 209564 * 1024,
      vmRss: 209564 * 1024,
      rssAnon: 203784 * 1024,
      rssFile: 5780 * 1024,
      rssShmem: 0,
      vmSwap: 0,
      vmPte: 552 * 1024,
    });
  });

  it("of a zombie in a container has no memory", () => {
    const text = "Name:\ta: b\nState:\tZ (zombie)\nPid:\t812\nNSpid:\t812\t14\t1\n";
    expect(decodeStatus(bytesOf(text))).toEqual({
      name: "a: b",
      pid: 812,
      state: "Z",
      nsPids: [812, 14, 1],
    });
  });

  it.each([
    ["no Pid", "Name:\tx\n", "a line Pid:"],
    ["nothing", "", "a line Name:"],
    ["a size that was cut off", "Name:\tx\nPid:\t1\nVmRSS:\t  2095", "a size in kB"],
    ["a PID that is none", "Name:\tx\nPid:\t-1\n", "a PID"],
    ["other text", "<html>\n", "Key: value"],
  ])("is refused with %s", (_what, text, expected) => {
    expect(() => decodeStatus(bytesOf(text))).toThrow(DecodeError);
    expect(() => decodeStatus(bytesOf(text))).toThrow(expected);
  });
});

describe("statm", () => {
  it("agrees with status of the same moment", () => {
    const status = decodeStatus(read("status"));
    const statm = decodeStatm(read("statm"), 4096);
    expect(statm.size).toBe(status.vmSize);
    expect(statm.resident).toBe(status.vmRss);
    expect(statm.shared).toBe(status.rssFile! + status.rssShmem!);
  });

  it("is refused with fewer numbers", () => {
    expect(() => decodeStatm(bytesOf("339694 52391 1445\n"), 4096)).toThrow("seven numbers");
  });
});

describe("limits", () => {
  it("of a capture", () => {
    expect(decodeLimits(read("limits"))).toEqual({
      addressSpace: null,
      stack: 8388608,
      resident: null,
    });
  });

  it.each(["", "Max stack size  8388608  unlimited  bytes\n"])("need a header: %j", (text) => {
    expect(() => decodeLimits(bytesOf(text))).toThrow("the header Limit");
  });

  it("are refused with a word for a number", () => {
    const text = "Limit  Soft Limit  Hard Limit  Units\nMax stack size  some  unlimited  bytes\n";
    expect(() => decodeLimits(bytesOf(text))).toThrow("limits: at line 2");
  });
});

describe("command line", () => {
  it("of a capture", () => {
    expect(decodeCommandLine(read("cmdline"))).toEqual(["./blahdo", "blahdo", "6060"]);
  });

  it("keeps empty arguments and may be empty", () => {
    expect(decodeCommandLine(bytesOf("a\0\0b\0"))).toEqual(["a", "", "b"]);
    expect(decodeCommandLine(bytesOf(""))).toEqual([]);
  });
});

describe("environment", () => {
  it("keeps four variables and nothing else", () => {
    const text = "HOME=/home/a\0GOGC=50\0AWS_SECRET_ACCESS_KEY=x\0GOMAXPROCS=2\0GOGC=off\0";
    expect(decodeEnvironment(bytesOf(text))).toEqual({ GOGC: "50", GOMAXPROCS: "2" });
  });

  it("is not misled by a newline in a value", () => {
    expect(decodeEnvironment(bytesOf("A=1\nGOGC=off\0GODEBUG=gctrace=1\0"))).toEqual({
      GODEBUG: "gctrace=1",
    });
  });

  it("reads what a shell wrote", () => {
    expect(decodeEnvironment(bytesOf("GOGC=off\nGOMEMLIMIT=200MiB\n"))).toEqual({
      GOGC: "off",
      GOMEMLIMIT: "200MiB",
    });
  });
});

describe("cgroup", () => {
  const files = (texts: Record<string, string>) =>
    new Map(Object.entries(texts).map(([name, text]) => [name, bytesOf(text)]));
  const decode = (input: CgroupInput) => {
    const problems: string[] = [];
    const cgroup = decodeCgroup(input, (file, error) => problems.push(`${file}: ${error.message}`));
    return { cgroup, problems };
  };

  it("is found by the memory controller where both versions are mounted", () => {
    expect(decode({ procCgroup: read("cgroup"), files: new Map() }).cgroup).toEqual({
      version: 1,
      levels: [{ path: "/process_api/15cf726d80169dda2ae552ed9a11ad5d" }],
    });
  });

  it("of version 2, with a parent that has the limit", () => {
    const own = files({
      "memory.current": "104857600\n",
      "memory.max": "max\n",
      "memory.high": "209715200\n",
      "memory.swap.current": "0\n",
      "memory.swap.max": "max\n",
      "memory.stat": "anon 1000\nfile 2000\ninactive_file 500\n",
      "memory.events": "low 0\nhigh 3\nmax 7\noom 1\noom_kill 2\noom_group_kill 0\n",
    });
    const meta = {
      version: 2 as const,
      levels: [
        { path: "/pod/app", files: {} },
        { path: "/pod", files: { "memory.max": "268435456\n" } },
      ],
    };
    const { cgroup, problems } = decode({ meta, procCgroup: bytesOf("0::/\n"), files: own });
    expect(problems).toEqual([]);
    expect(cgroup?.levels).toEqual([
      {
        path: "/pod/app",
        current: 104857600,
        max: null,
        high: 209715200,
        swapCurrent: 0,
        swapMax: null,
        stat: new Map([
          ["anon", 1000],
          ["file", 2000],
          ["inactive_file", 500],
        ]),
        oomKills: 2,
        maxEvents: 7,
      },
      { path: "/pod", max: 268435456 },
    ]);
  });

  it.each(["9223372036854771712", "9223372036854710272", "9223372036854775807"])(
    "of version 1 is unlimited at %s",
    (limit) => {
      const { cgroup } = decode({ files: files({ "memory.limit_in_bytes": `${limit}\n` }) });
      expect(cgroup).toEqual({ version: 1, levels: [{ path: "/", max: null }] });
    },
  );

  it("of version 1 tells swap from memory and swap", () => {
    const { cgroup } = decode({
      files: files({
        "memory.usage_in_bytes": "100\n",
        "memory.limit_in_bytes": "1000\n",
        "memory.max_usage_in_bytes": "400\n",
        "memory.memsw.limit_in_bytes": "1500\n",
        "memory.stat":
          "rss 10\nswap 1\nhierarchical_memory_limit 9223372036854771712\ntotal_swap 3",
        "memory.oom_control": "oom_kill_disable 0\nunder_oom 0\noom_kill 4\n",
        "memory.failcnt": "9\n",
      }),
    });
    expect(cgroup?.levels[0]).toMatchObject({
      current: 100,
      max: 1000,
      peak: 400,
      swapMax: 500,
      swapCurrent: 3,
      oomKills: 4,
      maxEvents: 9,
    });
    expect(cgroup?.levels[0]?.stat?.has("hierarchical_memory_limit")).toBe(false);
  });

  it("goes on without the file that can't be understood", () => {
    const { cgroup, problems } = decode({
      files: files({ "memory.max": "500\n", "memory.current": "\n", "memory.stat": "anon x\n" }),
    });
    expect(cgroup?.levels[0]).toEqual({ path: "/", max: 500 });
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain("memory.current: cgroup: at line 1 (memory.current)");
  });

  it("is undefined without any source", () => {
    expect(decode({ files: new Map() }).cgroup).toBeUndefined();
    expect(decode({ procCgroup: bytesOf("8:pids:/\n"), files: new Map() }).cgroup).toBeUndefined();
  });

  it("is refused where /proc/PID/cgroup is not one", () => {
    expect(() => decode({ procCgroup: bytesOf("no\n"), files: new Map() })).toThrow(DecodeError);
  });
});
