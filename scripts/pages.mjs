// npm run pages: runs the pages in the kernel and writes their outputs and notebooks.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { pages } = await import("./pages/main.mjs");
    return pages(process.argv.slice(2), signal);
  }),
);
