import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findSource, type SourceOptions } from "../../src/collect/source/find-source.ts";
import { goFolders } from "../../src/collect/source/go-folders.ts";

let folder = "";
let options: SourceOptions;

/** Writes a source that says where it lies. */
function put(path: string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, `package p\r\n// ${path}\n`);
  return full;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "resident-source-"));
  for (const path of [
    "built/main.go",
    "shop/cart/cart.go",
    "shop/vendor/github.com/X/vendored/v.go",
    "elsewhere/only-here.go",
    "go/src/bytes/buffer.go",
    "mod/github.com/!burnt!sushi/toml@v1.2.0/Decode.go",
    "secret.txt",
  ]) {
    put(path);
  }
  options = {
    cwd: join(folder, "shop"),
    sourcePath: [join(folder, "elsewhere")],
    goRoots: [join(folder, "go")],
    moduleCaches: [join(folder, "mod")],
  };
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The path found, below the folder, with `~` before it where it is not certain. */
async function find(recorded: string, more: Partial<SourceOptions> = {}): Promise<string> {
  const search = await findSource(recorded, { ...options, ...more });
  if (!search.found) return "none";
  expect(search.lines[0]).toBe("package p");
  const below = search.path.slice(folder.length + 1);
  expect(search.lines[1]).toBe(`// ${below}`);
  return search.exact ? below : `~${below}`;
}

describe("a source file", () => {
  it("is taken where the profile says", async () =>
    expect(await find(join(folder, "built/main.go"))).toBe("built/main.go"));

  it("is found below the current folder, whatever it was built in", async () => {
    expect(await find("/home/ann/src/shop/cart/cart.go")).toBe("~shop/cart/cart.go");
    expect(await find("example.com/shop/cart/cart.go")).toBe("~shop/cart/cart.go");
    expect(await find("C:\\work\\shop\\cart\\cart.go")).toBe("~shop/cart/cart.go");
  });

  it("is found below a source path", async () =>
    expect(await find("/build/only-here.go")).toBe("~elsewhere/only-here.go"));

  it("is found after a prefix is taken off", async () =>
    expect(await find("/build/x/cart/cart.go", { trimPath: ["/build/x"] })).toBe(
      "shop/cart/cart.go",
    ));

  it("of the standard library is that of the Go that is here", async () => {
    expect(await find("/opt/sdk/go1.20/src/bytes/buffer.go")).toBe("~go/src/bytes/buffer.go");
    expect(await find("bytes/buffer.go")).toBe("~go/src/bytes/buffer.go");
  });

  it("of a module is in the module cache, capitals escaped", async () => {
    const expected = "mod/github.com/!burnt!sushi/toml@v1.2.0/Decode.go";
    expect(await find("github.com/BurntSushi/toml@v1.2.0/Decode.go")).toBe(expected);
    expect(await find("/ci/go/pkg/mod/github.com/!burnt!sushi/toml@v1.2.0/Decode.go")).toBe(
      expected,
    );
  });

  it("of a vendored module is below vendor", async () => {
    const expected = "~shop/vendor/github.com/X/vendored/v.go";
    expect(await find("github.com/X/vendored@v0.1.0/v.go")).toBe(expected);
    expect(await find("github.com/X/vendored/v.go")).toBe(expected);
  });

  it("that is nowhere comes with the places that were tried", async () => {
    const search = await findSource("/a/b/none.go", options);
    expect(search).toMatchObject({ found: false, hint: expect.stringContaining("--source-path") });
    expect(search.found ? [] : search.tried).toEqual(
      ["/a/b/none.go"].concat(
        ["elsewhere", "shop"].flatMap((own) =>
          ["a/b/none.go", "b/none.go", "none.go", "vendor/a/b/none.go"].map((path) =>
            join(folder, own, path),
          ),
        ),
      ),
    );
  });
});

describe("a path from a stranger's profile", () => {
  it("opens nothing but sources", async () => {
    expect(await find(join(folder, "secret.txt"))).toBe("none");
    expect(await find("/dev/zero")).toBe("none");
    expect(await find("../secret.go")).toBe("none");
    expect(await find("")).toBe("none");
  });

  it.skipIf(process.platform === "win32")("waits for no pipe and reads no folder", async () => {
    execFileSync("mkfifo", [join(folder, "pipe.go")]);
    mkdirSync(join(folder, "folder.go"));
    expect(await find(join(folder, "pipe.go"))).toBe("none");
    expect(await find(join(folder, "folder.go"))).toBe("none");
  });
});

it("Go's folders are absolute and known without a `go` too", async () => {
  const { goRoots, moduleCaches } = await goFolders();
  expect(goRoots.length).toBeGreaterThan(0);
  expect(moduleCaches.length).toBeGreaterThan(0);
  for (const path of [...goRoots, ...moduleCaches]) expect(path.startsWith("/")).toBe(true);
});
