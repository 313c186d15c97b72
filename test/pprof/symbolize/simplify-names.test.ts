/** Names as they are chosen where `-symbolize=demangle=…` asks for them anew. */
import { expect, test } from "vitest";
import { ProfileBuilder } from "../../../src/model/profile-builder.ts";
import { type NameMode, simplifyNames } from "../../../src/pprof/symbolize/simplify-names.ts";

const FUNCTIONS = [
  { name: "a::f", systemName: "a::b<int>::f(char const*)" },
  { name: "<u64>::wrapping_add", systemName: "_RNvMs7_NtCsgEmfK2I1SDS_4core3numy12wrapping_add" },
  { name: "rsp::main", systemName: "_ZN3rsp4main17h84f74bd34562cf50E" },
  { name: "_ZN1a1fEv", systemName: "_ZN1a1fEv" },
];

test.each<[NameMode, string[]]>([
  ["full", ["a::b<int>::f(char const*)", "<u64>::wrapping_add", "rsp::main", FUNCTIONS[3]!.name]],
  ["templates", ["a::b<int>::f", "<u64>::wrapping_add", "rsp::main", FUNCTIONS[3]!.name]],
  ["none", FUNCTIONS.map(({ systemName }) => systemName)],
])("demangle=%s", (mode, names) => {
  const type = { type: "cpu", unit: "count" };
  const builder = new ProfileBuilder({ valueTypes: [type], periodType: type, period: 1 });
  for (const each of FUNCTIONS) builder.addFunction(each);
  const { functions, strings } = simplifyNames(builder.finish(), mode, true);
  expect([...functions.name].map((row) => strings.get(row))).toEqual(names);
});
