import { join } from "node:path";
import { explain, SetupFailure } from "./failure.mjs";
import { throwIfInterrupted } from "./interruption.mjs";
import { holdLock } from "./lock.mjs";
import { Progress } from "./progress.mjs";
import { Stamps } from "./stamps.mjs";

/** @import { Step } from "./stamps.mjs" */

/**
 * Does the steps that are not done yet, in order. A step's stamp is taken away before it begins and written after
 * it ends, so one that was interrupted is done again.
 * @param {readonly Step[]} steps
 * @param {{ cache: string, root: string, signal?: AbortSignal, progress?: Progress }} places
 * @returns {Promise<string[]>} the names of the steps that were done now
 * @throws {SetupFailure} when a step fails, or `signal` stops the set-up
 */
export async function runSteps(steps, { cache, root, signal, progress = new Progress() }) {
  const stamps = new Stamps(cache, root);
  if (steps.every((step) => stamps.isDone(step))) return [];

  const lock = await holdLock(join(cache, "lock"), { signal });
  try {
    for (const step of steps) if (!stamps.isDone(step)) await step.check?.();
    await throwIfInterrupted(signal);
    const worked = [];
    for (const step of steps) {
      if (stamps.isDone(step)) continue;
      const finish = stamps.begin(step);
      progress.begin(step.title);
      try {
        await step.run({
          log: join(cache, `${step.name}.log`),
          signal,
          onStart: lock.note,
          onLine: (line) => progress.say(line),
        });
        finish();
      } catch (error) {
        progress.fail();
        if (error instanceof SetupFailure) throw error;
        throw new SetupFailure(explain(`${step.title} did not work`, String(error)), { cause: error });
      }
      progress.end();
      worked.push(step.name);
      await throwIfInterrupted(signal);
    }
    return worked;
  } finally {
    lock.release();
  }
}
