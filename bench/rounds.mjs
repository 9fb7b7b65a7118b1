import { parseArgs } from "node:util";
import { SetupFailure } from "../scripts/setup/failure.mjs";

/**
 * How often to measure, as `--rounds N` says.
 * @param {readonly string[]} args
 * @param {number} usual unless given
 * @returns {number}
 * @throws {SetupFailure} when it is no whole number from 1
 */
export function roundsOf(args, usual) {
  let given;
  try {
    const options = /** @type {const} */ ({ rounds: { type: "string" } });
    given = parseArgs({ args: [...args], options }).values.rounds ?? String(usual);
  } catch (error) {
    throw new SetupFailure(
      `Cannot measure: ${/** @type {Error} */ (error).message}. Give --rounds ${usual} or nothing.`,
    );
  }
  const rounds = Number(given);
  if (Number.isInteger(rounds) && rounds >= 1) return rounds;
  throw new SetupFailure(
    `Cannot measure ${given} rounds: expected a whole number from 1, such as --rounds ${usual}.`,
  );
}
