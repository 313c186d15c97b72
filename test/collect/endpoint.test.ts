// Which addresses people type.
import { describe, expect, test } from "vitest";
import {
  belowPrefix,
  besidePprof,
  displayUrl,
  parseEndpoint,
} from "../../src/collect/http/endpoint.ts";

describe("parseEndpoint", () => {
  test.each([
    [":6060", "http://localhost:6060/debug/pprof/"],
    ["host:6060", "http://host:6060/debug/pprof/"],
    ["10.0.0.7:80", "http://10.0.0.7/debug/pprof/"],
    ["[::1]:6060", "http://[::1]:6060/debug/pprof/"],
    ["host:6060/admin", "http://host:6060/admin/debug/pprof/"],
    ["http://host:6060", "http://host:6060/debug/pprof/"],
    ["http://host:6060/debug/pprof", "http://host:6060/debug/pprof/"],
    ["HTTP://host:6060/debug/pprof/", "http://host:6060/debug/pprof/"],
    ["http://host/prefix/debug/pprof/heap", "http://host/prefix/debug/pprof/"],
    ["http://host/debug/pprof/heap?gc=1&seconds=30#x", "http://host/debug/pprof/"],
    ["http://host/debug/vars", "http://host/debug/pprof/"],
    ["http://host/a/metrics", "http://host/a/debug/pprof/"],
    ["http://host/pprof/", "http://host/pprof/"],
    ["http://host/pprof/a/b/", "http://host/pprof/a/b/debug/pprof/"],
    ["https://host/", "https://host/debug/pprof/"],
    ["https://host:8443/debug", "https://host:8443/debug/pprof/"],
    ["https+insecure://host", "https://host/debug/pprof/"],
    ["http://[fe80::1]:6060/", "http://[fe80::1]:6060/debug/pprof/"],
  ])("%s is %s", (text, url) => {
    expect(displayUrl(parseEndpoint(text)!)).toBe(url);
  });

  test.each([
    "4817",
    "blahdo",
    "bundle/",
    "bundle.tgz",
    "./a:b",
    "-",
    "",
    "heap.pb.gz",
    "a b:1",
    ":x",
  ])("%s is none", (text) => expect(parseEndpoint(text)).toBeUndefined());

  test.each([":0", "host:65536", "http://", "http://host:99999/", "https://[::1/"])(
    "%s is a mistake",
    (text) => {
      expect(() => parseEndpoint(text)).toThrow(expect.objectContaining({ code: "RES_USAGE" }));
    },
  );

  test("the prefix names as much of the path as one likes; a URL's own path wins", () => {
    const at = (prefix: string, text = ":1") => parseEndpoint(text, { prefix })!.pprofPath;
    expect(at("/debug")).toBe("/debug/pprof/");
    expect(at("admin")).toBe("/admin/debug/pprof/");
    expect(at("/admin/debug/pprof/")).toBe("/admin/debug/pprof/");
    expect(at("/admin", "http://host/other")).toBe("/other/debug/pprof/");
    expect(at("/admin", "http://host/")).toBe("/admin/debug/pprof/");
  });

  test("a socket needs no host", () => {
    const endpoint = parseEndpoint("/admin", { socket: "/run/app.sock" })!;
    expect(endpoint).toMatchObject({ socketPath: "/run/app.sock" });
    expect(displayUrl(endpoint)).toBe("unix:/run/app.sock/admin/debug/pprof/");
  });

  test("credentials are kept and never shown, not even when the URL is wrong", () => {
    const endpoint = parseEndpoint("https+insecure://me:p%3Aw@host:1")!;
    expect(endpoint).toMatchObject({ user: "me:p:w", insecure: true });
    expect(displayUrl(endpoint)).toBe("https://host:1/debug/pprof/");
    expect(() => parseEndpoint("http://me:hunter2@host:99999/")).toThrow(/^(?!.*hunter2)/);
  });

  test("pages beside pprof", () => {
    const paths = (text: string) => {
      const endpoint = parseEndpoint(text)!;
      return [besidePprof(endpoint, "vars"), belowPrefix(endpoint, "metrics")];
    };
    expect(paths(":1")).toEqual(["/debug/vars", "/metrics"]);
    expect(paths(":1/a/b")).toEqual(["/a/b/debug/vars", "/a/b/metrics"]);
    expect(paths(":1/pprof")).toEqual(["/vars", "/metrics"]);
  });
});
