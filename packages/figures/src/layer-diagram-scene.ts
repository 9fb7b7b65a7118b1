import type { Area, Diagram, Label, Point, Wire } from "./diagram.ts";
import type { LinearStepLike } from "./linear.ts";
import {
  columnAt,
  columnHeight,
  connectionLooks,
  neuronLook,
  neuronRange,
  neuronText,
  shortNumber,
  signColor,
} from "./neurons.ts";
import { count, formatNumber, subscript, sumText } from "./numbers.ts";
import { accent } from "./plotly.ts";
import { statistics } from "./statistics.ts";

const width = 336;
const [inputX, outputX] = [56, 280];
/** Of the names beside the neurons, from either side. */
const nameX = 20;
/** Room for the sum above the neurons. */
const noteHeight = 36;
/** Where on its line a product stands, from the feature to the output: there lines are still apart. */
const productPlace = 0.36;
const [productWidth, productHeight] = [40, 17];
/** More of them are drawn fainter. */
const manyLines = 100;
/** A sum of more terms is not written out. */
const mostTerms = 6;

/** A layer's neurons and lines; at each position another output is chosen. */
export function layerScene(
  features: readonly number[],
  weights: readonly number[],
  steps: readonly LinearStepLike[],
  hasBias: boolean,
  first: number,
): Diagram {
  const inputs = features.length;
  const neurons = columnHeight(Math.max(inputs, steps.length));
  const lower = ([x, y]: Point): Point => [x, y + noteHeight];
  const left = columnAt(inputX, inputs, neurons).map(lower);
  const right = columnAt(outputX, steps.length, neurons).map(lower);
  const range = neuronRange([...features, ...steps.map(({ value }) => value)]);
  const { min, max } = statistics(weights);
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const linesTo = (o: number) =>
    left.map((from, i) => ({ from, to: right[o]!, weight: weights[o * inputs + i]! }));
  const chosen = steps.map((_, o) => connectionLooks(linesTo(o), largest, 1));
  const all = steps.flatMap((_, o) => linesTo(o));
  const wires: Wire[] = [
    ...connectionLooks(all, largest, all.length > manyLines ? 0.15 : 0.3).map((look) => ({ at: [look] })),
    ...chosen[0]!.map((_, group) => ({ at: chosen.map((groups) => groups[group]!) })),
  ].filter(({ at }) => at.some(({ paths }) => paths.length > 0));
  const places = left.map((from) => right.map((to) => between(from, to)));
  const areas: Area[] = [
    ...left.map((point, i) => ({ at: [neuronLook(point, features[i]!, range, false)] })),
    ...right.map((point, o) => ({
      at: steps.map((_, position) => neuronLook(point, steps[o]!.value, range, position === o)),
    })),
    ...left.map((_, i) => ({
      at: steps.map(({ products }, o) => ({
        shape: {
          kind: "box" as const,
          x: places[i]![o]![0],
          y: places[i]![o]![1],
          width: productWidth,
          height: productHeight,
        },
        fill: signColor(products[i]!),
        line: signColor(products[i]!),
        lineWidth: 0,
      })),
    })),
  ];
  return {
    width,
    height: neurons + noteHeight,
    wires,
    areas,
    labels: [
      ...left.flatMap(([x, y], i) => [
        { x, y, at: [neuronText(features[i]!, range)] },
        { x: nameX, y, at: [{ text: `x${subscript(i)}` }] },
      ]),
      ...right.flatMap(([x, y], o) => [
        { x, y, at: [neuronText(steps[o]!.value, range)] },
        { x: width - nameX, y, at: [{ text: `y${subscript(o)}` }] },
      ]),
      ...places.map((toOutputs, i) => productLabel(toOutputs, i, steps)),
      {
        x: width / 2,
        y: 14,
        at: steps.map((step, o) => ({ text: noteText(step, o, hasBias), color: accent })),
      },
    ],
    targets: [
      ...left.map(([x, y], i) => ({
        x,
        y,
        at: steps.map(
          (_, o) =>
            `x${subscript(i)} = ${formatNumber(features[i]!)}, times ${formatNumber(weights[o * inputs + i]!)} = ${formatNumber(steps[o]!.products[i]!)}`,
        ),
      })),
      ...right.map(([x, y], o) => ({
        x,
        y,
        at: [`y${subscript(o)} = ${formatNumber(steps[o]!.value)}`],
        leadsTo: o,
      })),
    ],
    quantity: "output",
    positions: steps.map((_, o) => String(o)),
    first,
  };
}

function between([x0, y0]: Point, [x1, y1]: Point): Point {
  return [x0 + productPlace * (x1 - x0), y0 + productPlace * (y1 - y0)];
}

/** What the feature contributes to the chosen output, in black, which reads on both signs' colours. */
function productLabel(places: readonly Point[], feature: number, steps: readonly LinearStepLike[]): Label {
  const [x, y] = places[0]!;
  const at = steps.map(({ products }, o) => ({
    text: shortNumber(products[feature]!),
    color: "#000000",
    place: places[o]!,
  }));
  return { x, y, at };
}

/** "y₁ = 0.5 − 0.125 + 0.375 − 0.25 + 0 = 0.5". */
function noteText({ products, bias, value }: LinearStepLike, output: number, hasBias: boolean): string {
  const terms = hasBias ? [...products, bias] : products;
  const sum =
    terms.length <= mostTerms
      ? sumText(terms, value)
      : `${count(products.length, "product")}${hasBias ? " and the bias" : ""}: ${shortNumber(value)}`;
  return `y${subscript(output)} = ${sum}`;
}
