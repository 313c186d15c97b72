/** Which functions are Go's own, and which only are called alike. */
import { expect, test } from "vitest";
import { isRuntimeInternal } from "../../src/analyze/code/frames.ts";
import { isStandardLibrary } from "../../src/analyze/code/standard-library.ts";

test.each([
  "encoding/json.(*decodeState).object",
  "bytes.(*Buffer).grow",
  "net/http.(*conn).serve.func1",
  "net/http/internal.(*chunkedReader).Read",
  "crypto/internal/fips140/drbg.memory",
  "go/internal/gcimporter.Import",
  "internal/poll.(*FD).Read",
  "vendor/golang.org/x/net/http2/hpack.NewDecoder",
  "slices.Grow[go.shape.[]go.etcd.io/etcd/a.T]",
  "go/ast.NewIdent",
  "runtime/internal/atomic.Load",
])("%s is the standard library's", (name) => expect(isStandardLibrary(name)).toBe(true));

test.each([
  "main.main",
  "go.etcd.io/etcd/server/v3/mvcc.(*store).Put",
  "go.uber.org/zap.(*Logger).Info",
  "go%2emod.Load",
  "net/app.Load",
  "encoding/svc.Load",
  "internal.corp/app.Load",
  "runtime.dev/app.Load",
  "github.com/a/internal/json.Load",
  "text.dev/internal/x.Load",
  "example.org/net/http.Load",
])("%s is not", (name) => {
  expect(isStandardLibrary(name)).toBe(false);
  expect(isRuntimeInternal(name)).toBe(false);
});

test("a module called like the runtime is none of its functions", () => {
  expect(isRuntimeInternal("runtime.mallocgc")).toBe(true);
  expect(isRuntimeInternal("runtime.gcBgMarkWorker.func1")).toBe(true);
  expect(isRuntimeInternal("runtime.(*mheap).alloc")).toBe(true);
});
