// Run on a new snapshot before any kernel is: some of Node's own modules end the process when they are loaded now and were
// already loaded into the snapshot. So all of them are loaded here, and the kernel, and the streams are used.
import { builtinModules } from "node:module";

for (const name of builtinModules.filter((each) => !each.startsWith("_"))) await import(name);
await import("../dist/server/kernel.js");
if (!(Symbol.for("layerbook.snapshot") in globalThis)) throw new Error("The snapshot holds no compiler");
process.stderr.write("");
process.stdout.write("sound");
