import { isStandAloneProblem, standAlone } from "@layerbook/literate/stand-alone";
import type { CellState } from "../edits/page-state.ts";
import { knownEffects, programShow } from "./known-effects.ts";

/** The program of one of a page's cells as they stand, or why there is none. */
export function cellProgram(
  cells: readonly CellState[],
  id: string,
): { readonly program: string } | { readonly problem: string } {
  try {
    const standing = cells.map(({ data, source, constants }) => ({
      id: data.id,
      solution: data.solution,
      ...(data.throws === undefined ? {} : { throws: data.throws }),
      source,
      constants,
    }));
    return { program: standAlone(standing, id, { known: knownEffects, show: programShow }) };
  } catch (error) {
    if (!isStandAloneProblem(error)) throw error;
    return { problem: error.message };
  }
}
