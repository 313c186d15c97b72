// What of the command line is a URL, and which one: the expected texts were printed by Go's net/url
// with the rules of `go tool pprof`.
import { describe, expect, test } from "vitest";
import { profileUrl, symbolUrl } from "../../../src/collect/profiles/profile-url.ts";

const URLS: Readonly<Record<string, string>> = {
  "localhost:6060": "http://localhost:6060/debug/pprof/profile",
  "localhost:6060/debug/pprof/heap": "http://localhost:6060/debug/pprof/heap",
  "http://h": "http://h/debug/pprof/profile",
  "http://h/": "http://h/debug/pprof/profile",
  "h:1?b=2&a=1%20x": "http://h:1/debug/pprof/profile?a=1+x&b=2",
  ":6060": "http://:6060/debug/pprof/profile",
  "1.2.3.4:6060/x": "http://1.2.3.4:6060/x",
  "https+insecure://h:1/x?seconds=5": "https+insecure://h:1/x?seconds=5",
  "[::1]:6060/x": "http://[::1]:6060/x",
  "http://u:p@h/x y": "http://u:p@h/x%20y",
  "abc:123/m_03:55:24": "http://abc:123/m_03:55:24",
  "HTTP://H/x": "http://H/x",
  "http://h/a?q=1;b=2&c": "http://h/a?c=",
  "unix:/x": "http://unix:/x",
};

const OTHERS = [
  "heap.pb.gz",
  "4817",
  "4817:goroutine",
  "x:goroutine",
  "file:///etc/x",
  "a b:1/x",
  "/a/b:c",
  "a/b:1",
  "mem_2023-11-02_03:55:24",
  "host",
  "C:\\x",
  "",
];

describe("profileUrl", () => {
  test.each(Object.entries(URLS))("%s", (word, url) => {
    expect(profileUrl(word, -1, -1)?.url).toBe(url);
  });

  test.each(OTHERS)("%s is none", (word) => {
    expect(profileUrl(word, -1, -1)).toBeUndefined();
  });

  test("seconds go into the query, and half as many more are waited for", () => {
    expect(profileUrl("h:1/x?a=b&seconds=3", 20, -1)).toEqual({
      url: "http://h:1/x?a=b&seconds=20",
      timeout: 30,
    });
    expect(profileUrl("h:1/x?seconds=3", -1, -1)?.timeout).toBe(4.5);
    expect(profileUrl("h:1/x?seconds=no", -1, -1)?.timeout).toBe(60);
    expect(profileUrl("h:1/x", 20, 7)?.timeout).toBe(7);
  });
});

test.each([
  ["http://h:1/debug/pprof/heap?debug=1", "http://h:1/debug/pprof/symbol"],
  ["http://h:1/admin/debug/pprof/heap", "http://h:1/admin/debug/pprof/symbol"],
  ["http://h/pprof/heap", "http://h/pprof/symbol"],
  ["http://h/heapz", "http://h/symbolz"],
])("names of %s come from %s", (profile, symbols) => {
  expect(symbolUrl(profile)).toBe(symbols);
});
