// node run-programs.mjs FOLDER NAME...: runs each program in a worker of its own and prints what it printed, as JSON.
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

const [folder, ...names] = process.argv.slice(2);
for (const name of names) {
  const began = performance.now();
  const worker = new Worker(pathToFileURL(join(folder, `${name}.mjs`)), { stdout: true, stderr: true });
  let error;
  worker.on("error", (thrown) => {
    error = { name: thrown.name, message: thrown.message };
  });
  const [printed] = await Promise.all([
    text(worker.stdout),
    text(worker.stderr),
    once(worker, "exit").catch(() => {}),
  ]);
  process.stdout.write(`${JSON.stringify({ name, printed, error, took: performance.now() - began })}\n`);
}
