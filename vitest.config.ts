import { defineConfig } from "vitest/config";

// Tests import the packages' sources, so that no build step stands between an edit and its test.
const conditions = ["layerbook:source"];

/**
 * One kind of tests. The groups run one after the other: two browsers or kernels at once on a small machine make
 * each other's tests miss their time limits.
 */
function project(
  name: string,
  folders: string,
  seconds: number,
  groupOrder: number,
  globalSetup: string[] = [],
) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: [`test/${folders}/**/*.test.ts`],
      testTimeout: seconds * 1000,
      hookTimeout: seconds * 1000,
      globalSetup,
      sequence: { groupOrder },
    },
  };
}

/** Most files here are small and import the same sources: read once per thread, they end in half the time. */
const unit = project("unit", "{repository,layers,data,figures,literate,cells,drawing}", 10, 0);
Object.assign(unit.test, { pool: "threads", isolate: false });

export default defineConfig({
  test: {
    projects: [
      unit,
      // The set-up's failures start many a process: not for the fifteen seconds that the unit tests may take.
      project("scripts", "scripts", 20, 1),
      project("checks", "checks", 120, 1),
      project("packages", "{packages,deno}", 180, 2, ["test/packages/project.ts"]),
      project("kernel", "kernel", 120, 3),
      project("pages", "pages", 180, 4),
      project("python", "python", 60, 5),
      project("jupyter", "jupyter", 180, 5),
      project("site", "site", 300, 6, ["test/site/setup/sites.ts"]),
    ],
  },
});
