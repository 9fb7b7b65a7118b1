// npm run site: builds the site where that is needed and serves it on this machine.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { site } = await import("./site/main.mjs");
    return site(process.argv.slice(2), signal);
  }),
);
