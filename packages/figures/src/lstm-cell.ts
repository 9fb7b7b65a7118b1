import { tensor } from "@layerbook/layers";
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

/** The memory's line above, the line of h and x below. */
const [memoryY, railY] = [44, 198];
const gateY = 162;
/** i * g, and tanh of the memory. */
const [addedY, shownY] = [98, 94];
const [forgetX, inputX, candidateX, outputX, shownX] = [82, 132, 182, 224, 268];
const xX = 60;
const width = 336;

/** The memory goes straight through, above; from below gates let in, keep and show. */
export function lstmCell(unit: CellUnit): CellScene {
  const { of, previous, before, after, inputs } = unit;
  const [i, f, g, o] = [of("inputGate"), of("forgetGate"), of("candidate"), of("outputGate")];
  const [c, h, oldC, oldH] = [of("c"), of("h"), previous("c"), previous("h")];
  const kept = f.map((gate, t) => gate * oldC[t]!);
  const added = i.map((gate, t) => gate * g[t]!);
  const shown = Array.from(tensor(c, { dtype: "float64" }).tanh().toTypedArray());
  const gates = [
    learnt(forgetX, gateY, "σ"),
    learnt(inputX, gateY, "σ"),
    learnt(candidateX, gateY, "tanh"),
    learnt(outputX, gateY, "σ"),
    named(shownX, shownY, "tanh"),
  ];
  const operations = [
    operation(forgetX, memoryY, "×"),
    operation(candidateX, addedY, "×"),
    operation(candidateX, memoryY, "+"),
    operation(shownX, gateY, "×"),
  ];
  const boxes = [...gates, ...operations];
  return {
    height: 262,
    parts: {
      wires: [
        bundle([
          along(xX, railY, outputX, railY, outputX, gateY + 13),
          ...[forgetX, inputX, candidateX].map((x) => along(x, railY, x, gateY + 13)),
        ]),
        bundle([along(xX, 256, xX, railY)], false),
        wire(along(0, railY, xX, railY), oldH, false),
        wire(along(0, memoryY, forgetX - 12, memoryY), oldC),
        wire(along(forgetX, gateY - 13, forgetX, memoryY + 12), f),
        wire(along(forgetX + 12, memoryY, candidateX - 12, memoryY), kept),
        wire(along(inputX, gateY - 13, inputX, addedY, candidateX - 12, addedY), i),
        wire(along(candidateX, gateY - 13, candidateX, addedY + 12), g),
        wire(along(candidateX, addedY - 12, candidateX, memoryY + 12), added),
        wire(along(candidateX + 12, memoryY, width, memoryY), c),
        wire(along(shownX, memoryY, shownX, shownY - 13), c),
        wire(along(shownX, shownY + 13, shownX, gateY - 12), shown),
        wire(along(outputX + 16, gateY, shownX - 12, gateY), o),
        wire(along(shownX, gateY + 12, shownX, railY, width, railY), h),
      ],
      areas: [
        frame(46, 16, 292, 222),
        joint(xX, railY),
        joint(shownX, memoryY),
        ...boxes.flatMap(({ areas }) => areas),
      ],
      labels: [
        ...boxes.flatMap(({ labels }) => labels),
        ...stateAt([3, memoryY], "start", "c", before, oldC),
        ...stateAt([3, railY], "start", "h", before, oldH),
        ...stateAt([width - 3, memoryY], "end", "c", after, c),
        ...stateAt([width - 3, railY], "end", "h", after, h),
        inputAt([xX + 8, 247], after, inputs),
        numberAt([forgetX + 6, 104], f, { name: "f" }),
        numberAt([inputX + 6, 132], i, { name: "i" }),
        numberAt([candidateX + 6, 132], g, { name: "g" }),
        numberAt([(outputX + shownX) / 2, 144], o, { name: "o", anchor: "middle" }),
        numberAt([(forgetX + candidateX) / 2, memoryY - 12], kept, { anchor: "middle" }),
        numberAt([candidateX + 6, 72], added),
        numberAt([shownX - 6, 117], shown, { anchor: "end" }),
      ],
      targets: [
        told([forgetX, gateY], "forget gate f", f),
        told([inputX, gateY], "input gate i", i),
        told([candidateX, gateY], "candidate g", g),
        told([outputX, gateY], "output gate o", o),
        told([forgetX, memoryY], "f × c before", kept),
        told([candidateX, addedY], "i × g", added),
        told([candidateX, memoryY], "memory c", c),
        told([shownX, shownY], "tanh(c)", shown),
        told([shownX, gateY], "state h", h),
      ],
    },
    columns: [
      { name: "i", values: i },
      { name: "f", values: f },
      { name: "g", values: g },
      { name: "o", values: o },
      { name: "c", values: c },
      { name: "h", values: h },
    ],
  };
}
