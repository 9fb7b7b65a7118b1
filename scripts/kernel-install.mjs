// npm run kernel:install and kernel:uninstall: build the kernel where it is not, then hand over to layerbook-kernel.
import "./setup/require-node.mjs";

import("./setup/main.mjs").then(({ runMain }) =>
  runMain(async (signal) => {
    const { kernelCommand } = await import("./kernel/main.mjs");
    return kernelCommand(process.argv.slice(2), signal);
  }),
);
