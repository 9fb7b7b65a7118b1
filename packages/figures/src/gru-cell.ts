import {
  along,
  bundle,
  frame,
  inputAt,
  joint,
  learnt,
  named,
  numberAt,
  operation,
  stateAt,
  told,
  wire,
} from "./cell-parts.ts";
import type { CellScene, CellUnit } from "./cell-scene.ts";

/** From above to below: the state's line, the candidate's, the gates, and what they read. */
const [stateY, candidateY, splitY, gateY, stateRailY, inputRailY] = [44, 120, 164, 200, 230, 248];
/** From left to right; what comes first of the reset gate and the weights is the paper's question. */
const [railX, firstX, secondX, sumX, keepX, curveX, updateX, inverseX, newX] = [
  46, 81, 128, 171, 199, 232, 240, 261, 281,
];
const width = 336;

/** The state goes straight through, above; below it the candidate, and a gate that blends both. */
export function gruCell({ trace, of, previous, before, after, inputs }: CellUnit): CellScene {
  const { resetAfter = true } = trace;
  const [r, z, n, h] = [of("resetGate"), of("updateGate"), of("candidate"), of("h")];
  const [oldH, fromInput, fromState] = [previous("h"), of("inputPart"), of("recurrentPart")];
  const reset = r.map((gate, t) => gate * (resetAfter ? fromState : oldH)[t]!);
  const [first, second] = resetAfter ? [fromState, reset] : [reset, fromState];
  const sum = fromInput.map((part, t) => part + second[t]!);
  const kept = z.map((gate, t) => gate * oldH[t]!);
  const inverse = z.map((gate) => 1 - gate);
  const renewed = n.map((value, t) => value * inverse[t]!);
  const [resetX, weightX] = resetAfter ? [secondX, firstX] : [firstX, secondX];
  const halfOf = (x: number): number => (x === weightX ? 16 : 12);
  const boxes = [
    learnt(weightX, candidateY, "W"),
    learnt(resetX, gateY, "σ"),
    learnt(sumX, gateY, "W"),
    learnt(updateX, gateY, "σ"),
    named(curveX, candidateY, "tanh"),
    operation(resetX, candidateY, "×"),
    operation(sumX, candidateY, "+"),
    operation(newX, candidateY, "×"),
    operation(keepX, stateY, "×"),
    operation(newX, stateY, "+"),
    operation(inverseX, splitY, "1−"),
  ];
  const gateTop = gateY - 13;
  const gateEnd = gateY + 13;
  return {
    height: 292,
    parts: {
      wires: [
        bundle([
          along(62, 284, 62, inputRailY, updateX + 7, inputRailY, updateX + 7, gateEnd),
          along(resetX + 7, inputRailY, resetX + 7, gateEnd),
          along(sumX, inputRailY, sumX, gateEnd),
        ]),
        bundle([
          along(railX, candidateY, railX, stateRailY, updateX - 7, stateRailY, updateX - 7, gateEnd),
          along(resetX - 7, stateRailY, resetX - 7, gateEnd),
        ]),
        wire(along(railX, stateY, railX, candidateY, firstX - halfOf(firstX), candidateY), oldH),
        wire(along(0, stateY, keepX - 12, stateY), oldH),
        wire(along(firstX + halfOf(firstX), candidateY, secondX - halfOf(secondX), candidateY), first),
        wire(along(secondX + halfOf(secondX), candidateY, sumX - 12, candidateY), second),
        wire(along(resetX, gateTop, resetX, candidateY + 12), r),
        wire(along(sumX, gateTop, sumX, candidateY + 12), fromInput),
        wire(along(sumX + 12, candidateY, curveX - 16, candidateY), sum),
        wire(along(curveX + 16, candidateY, newX - 12, candidateY), n),
        wire(along(updateX, gateTop, updateX, splitY, keepX, splitY, keepX, stateY + 12), z),
        wire(along(updateX, splitY, inverseX - 11, splitY), z, false),
        wire(along(inverseX + 11, splitY, newX, splitY, newX, candidateY + 12), inverse),
        wire(along(keepX + 12, stateY, newX - 12, stateY), kept),
        wire(along(newX, candidateY - 12, newX, stateY + 12), renewed),
        wire(along(newX + 12, stateY, width, stateY), h),
      ],
      areas: [
        frame(34, 16, 300, 264),
        joint(railX, stateY),
        joint(railX, candidateY),
        joint(resetX - 7, stateRailY),
        joint(resetX + 7, inputRailY),
        joint(sumX, inputRailY),
        joint(updateX, splitY),
        ...boxes.flatMap(({ areas }) => areas),
      ],
      labels: [
        ...boxes.flatMap(({ labels }) => labels),
        ...stateAt([3, stateY], "start", "h", before, oldH),
        ...stateAt([width - 3, stateY], "end", "h", after, h),
        inputAt([70, 277], after, inputs),
        numberAt([105, candidateY - 20], first, { anchor: "middle" }),
        numberAt([150, candidateY - 20], second, { anchor: "middle" }),
        numberAt([keepX + 6, candidateY + 19], sum),
        numberAt([255, candidateY - 20], n, { name: "n", anchor: "middle" }),
        numberAt([resetAfter ? resetX - 6 : resetX + 6, 160], r, {
          name: "r",
          anchor: resetAfter ? "end" : "start",
        }),
        numberAt([sumX - 6, 160], fromInput, { anchor: "end" }),
        numberAt([keepX - 6, 72], z, { name: "z", anchor: "end" }),
        numberAt([newX - 6, 144], inverse, { anchor: "end" }),
        numberAt([240, stateY - 12], kept, { anchor: "middle" }),
        numberAt([newX - 6, 74], renewed, { anchor: "end" }),
      ],
      targets: [
        told([resetX, gateY], "reset gate r", r),
        told([updateX, gateY], "update gate z", z),
        told([sumX, gateY], "W x + b", fromInput),
        told([weightX, candidateY], resetAfter ? "W h + b" : "W (r × h) + b", fromState),
        told([resetX, candidateY], resetAfter ? "r × (W h + b)" : "r × h", reset),
        told([sumX, candidateY], "sum", sum),
        told([curveX, candidateY], "candidate n", n),
        told([inverseX, splitY], "1 − z", inverse),
        told([newX, candidateY], "(1 − z) × n", renewed),
        told([keepX, stateY], "z × h before", kept),
        told([newX, stateY], "state h", h),
      ],
    },
    columns: [
      { name: "r", values: r },
      { name: "z", values: z },
      { name: "n", values: n },
      { name: "h", values: h },
    ],
  };
}
