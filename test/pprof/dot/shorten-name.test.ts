/** Against what the reference writes as the label of a node of that name. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import { shortenName } from "../../../src/pprof/reports/dot/shorten-name.ts";
import { encodePprof } from "../../support/encode-pprof.ts";
import { runOwn } from "../../support/own-pprof.ts";
import { referencePath, runReference } from "../../support/reference-pprof.ts";

const folder = mkdtempSync(join(tmpdir(), "resident-names-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NAMES = [
  ["github.com/a/b/v3.(*Client).Do", "b.(*Client).Do"],
  ["github.com/a/b/v3/inner.F", "inner.F"],
  ["github.com/a/b/v1/inner.F", "inner.F"],
  ["gopkg.in/yaml.v3.unmarshal", "yaml.v3.unmarshal"],
  ["main.main", "main.main"],
  ["example.com/m.Map[...]", "m.Map[...]"],
  ["java.util.concurrent.ThreadPool$Worker.run(int)", "ThreadPool$Worker.run"],
  ["java.bar.foo.Baz.<init>", "Baz.<init>"],
  ["com.google.perf.Foo.lambda$0(Bar)", "Foo.lambda$0"],
  ["(anonymous namespace)::Bar::Foo", "Bar::Foo"],
  ["foo::bar::Baz::~Baz", "Baz::~Baz"],
  ["foo::_Internal::run<int, a::b>(x)", "_Internal::run<int, a::b>"],
  ['quote "x" \\ back', 'quote "x" \\ back'],
  ["", ""],
] as const;

test.each(NAMES)("%s", (name, short) => {
  expect(shortenName(name)).toBe(short);
});

test.skipIf(referencePath === undefined)("the reference shortens them so", async () => {
  const type = { type: "n", unit: "count" };
  const builder = new ProfileBuilder({ valueTypes: [type], periodType: type, period: 1 });
  for (const [i, [name]] of NAMES.entries()) {
    const func = builder.addFunction({ name, systemName: name, filename: "", startLine: 0 });
    const lines = [{ func, line: 0, column: 0 }];
    const location = builder.addLocation({ address: BigInt(i + 1), lines });
    builder.addSample(builder.addStackOf([location]), [100 + i], []);
  }
  const file = join(folder, "names.pb");
  writeFileSync(file, encodePprof(builder.finish()));
  const ours = await runOwn(["-dot", "-symbolize=none", file]);
  expect(ours.stdout).toBe(runReference(["-dot", "-symbolize=none", file]).stdout);
});
