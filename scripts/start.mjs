// npm start: sets up what is missing, then opens JupyterLab on the notebooks.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { start } = await import("./jupyter/start.mjs");
    return start(process.argv.slice(2), signal);
  }),
);
