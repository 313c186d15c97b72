import { expect, test } from "vitest";
import { causes } from "../../src/analyze/code/service-code.ts";
import type { CodeLine } from "../../src/model/report.ts";

function line(name: string, ...callers: string[]): CodeLine {
  const at = (f: string) => ({ function: f, file: "f.go", line: 1 });
  const one = [1, 1] as const;
  const estimate = { bytes: 1, bytesRange: one, objects: 1, objectsRange: one, samples: 1 };
  return { ...at(name), ...estimate, resolvable: true, callers: callers.map(at) };
}

test("neither what goroutines cost the runtime nor what answers a profile request is a cause", () => {
  const code = [
    line("runtime.malg", "runtime.newproc1"),
    line("runtime.acquireSudog", "runtime.chanrecv"),
    line("runtime.saveg"),
    line("compress/flate.NewWriter", "compress/gzip.NewWriter", "runtime/pprof.newProfileBuilder"),
    line("net/http/pprof.handler.ServeHTTP"),
    line("main.load", "main.main"),
    line("compress/flate.NewWriter", "main.pack"),
  ];
  expect(causes(code)).toEqual(code.slice(-2));
});

test("what a program does under labels is its own", () => {
  const code = [
    line("main.load", "main.main.func1", "runtime/pprof.Do", "main.main"),
    line("runtime/pprof.WithLabels", "runtime/pprof.Do", "main.main"),
    line("main.track", "runtime/pprof.(*Profile).Add", "main.main"),
  ];
  expect(causes(code)).toEqual(code);
  expect(causes([line("compress/flate.NewWriter", "runtime/pprof.(*Profile).WriteTo")])).toEqual(
    [],
  );
});
