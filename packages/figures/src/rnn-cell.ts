import {
  along,
  bundle,
  frame,
  inputAt,
  learnt,
  named,
  numberAt,
  operation,
  stateAt,
  told,
  wire,
} from "./cell-parts.ts";
import type { CellScene, CellUnit } from "./cell-scene.ts";

/** The state's line, and from below the input. */
const stateY = 58;
const inputY = 122;
const [weightX, sumX, curveX] = [96, 172, 240];
const width = 336;

/** Two products, their sum, and the curve that makes a state of it. */
export function rnnCell({ trace, of, previous, before, after, inputs }: CellUnit): CellScene {
  const [h, oldH, fromInput, fromState] = [of("h"), previous("h"), of("inputPart"), of("recurrentPart")];
  const sum = fromInput.map((part, t) => part + fromState[t]!);
  const boxes = [
    learnt(weightX, stateY, "W"),
    learnt(sumX, inputY, "W"),
    operation(sumX, stateY, "+"),
    named(curveX, stateY, trace.nonlinearity ?? "tanh"),
  ];
  return {
    height: 200,
    parts: {
      wires: [
        bundle([along(sumX, 194, sumX, inputY + 13)]),
        wire(along(0, stateY, weightX - 16, stateY), oldH),
        wire(along(weightX + 16, stateY, sumX - 12, stateY), fromState),
        wire(along(sumX, inputY - 13, sumX, stateY + 12), fromInput),
        wire(along(sumX + 12, stateY, curveX - 16, stateY), sum),
        wire(along(curveX + 16, stateY, width, stateY), h),
      ],
      areas: [frame(46, 18, 290, 154), ...boxes.flatMap(({ areas }) => areas)],
      labels: [
        ...boxes.flatMap(({ labels }) => labels),
        ...stateAt([3, stateY], "start", "h", before, oldH),
        ...stateAt([width - 3, stateY], "end", "h", after, h),
        inputAt([sumX + 8, 182], after, inputs),
        numberAt([(weightX + sumX) / 2 + 2, stateY - 18], fromState, { anchor: "middle" }),
        numberAt([sumX + 6, 90], fromInput),
        numberAt([(sumX + curveX) / 2 - 2, stateY - 18], sum, { anchor: "middle" }),
      ],
      targets: [
        told([weightX, stateY], "W h + b", fromState),
        told([sumX, inputY], "W x + b", fromInput),
        told([sumX, stateY], "sum", sum),
        told([curveX, stateY], "state h", h),
      ],
    },
    columns: [
      { name: "W x + b", values: fromInput },
      { name: "W h + b", values: fromState },
      { name: "h", values: h },
    ],
  };
}
