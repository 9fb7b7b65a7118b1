// npm run pictures: takes README's pictures and the site's card from the real thing, JupyterLab and the built site.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { pictures } = await import("./pictures/main.mjs");
    return pictures(signal);
  }),
);
