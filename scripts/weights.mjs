// npm run weights: trains the network of the page on digits and writes its weights for the home page.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { weights } = await import("./weights/main.mjs");
    return weights(signal);
  }),
);
