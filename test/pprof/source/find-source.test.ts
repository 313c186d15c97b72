import { describe, expect, test } from "vitest";
import { findSource } from "../../../src/pprof/source/find-source.ts";

/** What was asked for, and what was found: `files` are the ones that there are. */
function search(recorded: string, searchPath: string, files: readonly string[], trimPath = "") {
  const asked: string[] = [];
  const found = findSource(recorded, {
    searchPath,
    trimPath,
    read(path) {
      asked.push(path);
      const bytes = new TextEncoder().encode(path);
      return files.includes(path)
        ? { bytes }
        : { error: `open ${path}: no such file or directory` };
    },
  });
  return { asked, found: "bytes" in found ? new TextDecoder().decode(found.bytes) : found.error };
}

describe("findSource", () => {
  test("an absolute path is that file and no other", () => {
    const { asked, found } = search("/build/app/x.go", "/home/ann/shop", []);
    expect(asked).toEqual(["/build/app/x.go"]);
    expect(found).toBe("open /build/app/x.go: no such file or directory");
  });

  test("a relative path is looked for in each folder and in all above it", () => {
    const { asked, found } = search("pkg/x.go", "/a/b:/c", ["/c/pkg/x.go"]);
    expect(asked).toEqual(["/a/b/pkg/x.go", "/a/pkg/x.go", "/pkg/x.go", "/c/pkg/x.go"]);
    expect(found).toBe("/c/pkg/x.go");
  });

  test("what stands before the name of a search folder goes", () => {
    expect(search("/build/shop/cart/x.go", "/home/shop", ["/home/shop/cart/x.go"]).found).toBe(
      "/home/shop/cart/x.go",
    );
  });

  test("a prefix is taken off instead where one is given", () => {
    const { asked } = search("/build/shop/x.go", "/home/shop", [], "/other:/build");
    expect(asked[0]).toBe("/home/shop/shop/x.go");
  });

  test("a relative folder ends at its beginning", () => {
    const { asked, found } = search("x.go", "src/pkg", []);
    expect(asked).toEqual(["src/pkg/x.go", "src/x.go", "x.go"]);
    expect(found).toBe("could not find file x.go on path src/pkg");
  });
});
