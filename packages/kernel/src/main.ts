/** The kernel's process: `node main.js <connection file>`. Jupyter starts it in the notebook's folder. */
import { readConnectionFile } from "./protocol/connection.ts";
import { Kernel } from "./server/kernel.ts";

const connectionFile = process.argv[2];
if (connectionFile === undefined) {
  console.error(
    "Cannot start the kernel: expected a connection file, which Jupyter gives. To install: layerbook-kernel install",
  );
  process.exit(2);
}
try {
  await new Kernel(readConnectionFile(connectionFile), process.cwd()).start();
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
