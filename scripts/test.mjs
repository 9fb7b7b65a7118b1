// npm test: sets up what the tests need, then runs all of them; what follows the two dashes goes to Vitest.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { test } = await import("./test/main.mjs");
    return test(process.argv.slice(2), signal);
  }),
);
