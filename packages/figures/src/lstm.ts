import type { Drawing } from "./drawing.ts";
import type { ShowOptions } from "./options.ts";
import { drawRecurrent } from "./recurrent.ts";
import type { Quantity, RecurrentTraceLike } from "./recurrent-scene.ts";

const quantities: readonly Quantity[] = [
  { key: "inputGate", name: "input gate i", kind: "gate" },
  { key: "forgetGate", name: "forget gate f", kind: "gate" },
  { key: "outputGate", name: "output gate o", kind: "gate" },
  { key: "candidate", name: "candidate g", kind: "state" },
  { key: "c", name: "cell state c", kind: "free" },
  { key: "h", name: "state h", kind: "state" },
];

/** The trace of an LSTM: its gates, its candidate and its two states, over time. */
export function drawLSTM(trace: RecurrentTraceLike, options: ShowOptions, budget: number): Drawing {
  return drawRecurrent(quantities, trace, options, budget);
}
