import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/**/*.fuzz.test.ts", "test/**/*.peer.test.ts", "test/stories/**"],
          // Simulations and real servers; a busy machine takes its time.
          testTimeout: 60_000,
        },
      },
      { test: { name: "fuzz", include: ["test/**/*.fuzz.test.ts"], testTimeout: 600_000 } },
      // Minutes against the installed `go tool pprof`: `npm run test:pprof`.
      { test: { name: "pprof", include: ["test/**/*.peer.test.ts"], testTimeout: 60_000 } },
      {
        test: {
          name: "stories",
          include: ["test/stories/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
