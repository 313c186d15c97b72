import { defineConfig } from "vitest/config";

/** How long `expect.poll` waits: one second, as it is without this, is too short on a busy machine. */
const expectSoon = { poll: { timeout: 20_000 } };
const setupFiles = ["test/support/load-regexps.ts", "test/support/fixed-seed.ts"];

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          expect: expectSoon,
          setupFiles,
          include: ["test/**/*.test.ts"],
          exclude: [
            "test/**/*.fuzz.test.ts",
            "test/**/*.peer.test.ts",
            "test/**/*.e2e.test.ts",
            "test/stories/**",
          ],
          // Simulations, real processes and servers; a busy machine takes its time, and once more where it stood still.
          retry: 1,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "fuzz",
          setupFiles,
          include: ["test/**/*.fuzz.test.ts"],
          testTimeout: 600_000,
        },
      },
      // Minutes against the installed `go tool pprof`: `npm run test:pprof`.
      {
        test: {
          name: "pprof",
          setupFiles,
          include: ["test/**/*.peer.test.ts"],
          testTimeout: 60_000,
        },
      },
      // The built page in a real browser; skipped where there is no Chromium.
      {
        test: {
          name: "web",
          expect: expectSoon,
          setupFiles,
          include: ["test/web/**/*.e2e.test.ts"],
          // Once more, as the stories.
          retry: 1,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "stories",
          expect: expectSoon,
          include: ["test/stories/**/*.test.ts"],
          // A story is a real program in real time: where the machine stood still, it is told once more.
          retry: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
