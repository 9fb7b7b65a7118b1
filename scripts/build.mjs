// npm run build: compiles the packages, and rolls up those of many files; what follows the two dashes goes to the compiler.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async () => {
    const { build } = await import("./build/main.mjs");
    return build(process.argv.slice(2));
  }),
);
