import type { Drawing } from "./drawing.ts";
import type { ShowOptions } from "./options.ts";
import { drawRecurrent } from "./recurrent.ts";
import type { Quantity, RecurrentTraceLike } from "./recurrent-scene.ts";

const quantities: readonly Quantity[] = [
  { key: "resetGate", name: "reset gate r", kind: "gate" },
  { key: "updateGate", name: "update gate z", kind: "gate" },
  { key: "candidate", name: "candidate n", kind: "state" },
  { key: "h", name: "state h", kind: "state" },
];

/** The trace of a GRU: its gates, its candidate and its state, over time. */
export function drawGRU(trace: RecurrentTraceLike, options: ShowOptions, budget: number): Drawing {
  return drawRecurrent(quantities, trace, options, budget);
}
