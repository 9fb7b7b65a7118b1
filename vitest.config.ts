import { defineConfig } from "vitest/config";

// Tests import the packages' sources, so that no build step stands between an edit and its test.
const conditions = ["layerbook:source"];

function project(name: string, folders: string, seconds: number) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: [`test/${folders}/**/*.test.ts`],
      testTimeout: seconds * 1000,
      hookTimeout: seconds * 1000,
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      project("unit", "{repository,layers,data,figures,literate,scripts}", 10),
      project("packages", "packages", 180),
      project("kernel", "kernel", 120),
      project("pages", "pages", 180),
      project("site", "site", 300),
    ],
  },
});
