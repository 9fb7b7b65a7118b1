import { explain, Interrupted, SetupFailure } from "./failure.mjs";
import { onInterruption } from "./interruption.mjs";

/**
 * Runs a command's main function. A failure becomes one line on stderr and an exit code.
 * @param {(signal: AbortSignal) => Promise<number>} main gives the exit code
 */
export async function runMain(main) {
  const signal = onInterruption();
  try {
    process.exitCode = await main(signal);
  } catch (error) {
    if (error instanceof Interrupted) {
      console.error("Stopped before the end. Run the same command again: it goes on from here.");
      process.exitCode = 130;
    } else {
      console.error(
        error instanceof SetupFailure ? error.message : explain("Something went wrong", String(error)),
      );
      if (process.env.LAYERBOOK_DEBUG) console.error(error);
      process.exitCode = 1;
    }
  }
}
