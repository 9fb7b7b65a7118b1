import type { Drawing } from "./drawing.ts";
import type { ShowOptions } from "./options.ts";
import { drawRecurrent } from "./recurrent.ts";
import type { Quantity, RecurrentTraceLike } from "./recurrent-scene.ts";

const quantities: readonly Quantity[] = [
  { key: "inputPart", name: "input's part", kind: "free" },
  { key: "recurrentPart", name: "state's part", kind: "free" },
  { key: "h", name: "state h", kind: "state" },
];

/** The trace of an RNN: the two parts of which the state is made, and the state, over time. */
export function drawRNN(trace: RecurrentTraceLike, options: ShowOptions, budget: number): Drawing {
  return drawRecurrent(quantities, trace, options, budget);
}
