/**
 * The Go versions that the stories are told with. The machine's own `go` always; others come
 * through the Go module proxy by the go command itself (GOTOOLCHAIN), once.
 *
 * STORIES unset: the machine's. STORIES=all: every one that can be had, the others are skipped
 * with a reason. STORIES=1.19,1.24: exactly these, and it is an error where one can't be had.
 */
import { spawnSync } from "node:child_process";
import { askVersion, machineGo, type Toolchain } from "../../support/go.ts";

/** One release of each kind that differs in how memory is kept, returned or counted. */
const RELEASES = ["go1.19.13", "go1.21.13", "go1.22.12", "go1.24.11", "go1.27.3"];

export interface Toolchains {
  readonly ready: readonly Toolchain[];
  readonly skipped: readonly { readonly version: string; readonly reason: string }[];
}

export async function toolchains(wanted = process.env["STORIES"]): Promise<Toolchains> {
  const own = await machineGo();
  if (own === undefined) return { ready: [], skipped: [noGo] };
  if (wanted === undefined || wanted === "") return { ready: [own], skipped: [] };
  const releases = [...RELEASES, own.version].sort(byMinor);
  const chosen = wanted === "all" ? releases : wanted.split(",").map((w) => match(releases, w));
  const found = await Promise.all(chosen.map((version) => find(version, own)));
  const ready = found.filter((entry): entry is Toolchain => "command" in entry);
  const skipped = found.filter((entry): entry is Skipped => "reason" in entry);
  if (wanted !== "all" && skipped.length > 0) throw new Error(skipped.map(sentence).join("\n"));
  return { ready, skipped };
}

/** Second part of the version: 26 of go1.26.8. */
export function minorOf(toolchain: Pick<Toolchain, "version">): number {
  return Number(/^go1\.(\d+)/.exec(toolchain.version)?.[1]);
}

/** True where cgo programs can be built. */
export function hasCCompiler(): boolean {
  return spawnSync(process.env["CC"] ?? "gcc", ["--version"], { stdio: "ignore" }).status === 0;
}

type Skipped = Toolchains["skipped"][number];

const noGo: Skipped = { version: "go", reason: "there is no `go` on this machine" };

function byMinor(a: string, b: string): number {
  return minorOf({ version: a }) - minorOf({ version: b });
}

function match(releases: readonly string[], wanted: string): string {
  const version = wanted.startsWith("go") ? wanted : `go${wanted}`;
  return releases.find((release) => `${release}.`.startsWith(`${version}.`)) ?? version;
}

async function find(version: string, own: Toolchain): Promise<Toolchain | Skipped> {
  if (version === own.version) return own;
  const found = await askVersion({ command: "go", env: { GOTOOLCHAIN: version } });
  if (found?.version === version) return found;
  return { version, reason: `the go command could not bring ${version}` };
}

function sentence(skipped: Skipped): string {
  return `${skipped.version}: ${skipped.reason}`;
}
