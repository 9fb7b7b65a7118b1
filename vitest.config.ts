import { defineConfig } from "vitest/config";

// Tests import the packages' sources, so that no build step stands between an edit and its test.
const resolve = { conditions: ["layerbook:source"] };
const ssr = { resolve };

export default defineConfig({
  resolve,
  ssr,
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: "unit",
          include: ["test/{repository,layers,data,figures,literate,scripts}/**/*.test.ts"],
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "kernel",
          include: ["test/{kernel,packages}/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: "site",
          include: ["test/site/**/*.test.ts"],
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
