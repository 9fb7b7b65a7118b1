import type { Area, Diagram, Path, Point, Wire } from "./diagram.ts";
import {
  columnAt,
  columnHeight,
  connectionLooks,
  neuronLook,
  neuronRadius,
  neuronRange,
  neuronText,
} from "./neurons.ts";
import { formatNumber } from "./numbers.ts";
import { ink } from "./plotly.ts";
import { jointStatistics } from "./statistics.ts";
import type { Column, LinearLike } from "./thinned-columns.ts";

const width = 336;
const side = 28;
/** From the middle of a dropped neuron to the ends of its cross. */
const crossHalf = 0.5 * neuronRadius;

/** Columns of neurons with the lines between those that stay; the first position is evaluation. */
export function thinnedScene(
  linears: readonly LinearLike[],
  passes: readonly (readonly Column[])[],
): Diagram {
  const sizes = passes[0]!.map(({ values }) => values.length);
  const height = columnHeight(Math.max(...sizes));
  const step = (width - 2 * side) / (sizes.length - 1);
  const places = sizes.map((size, c) => columnAt(side + c * step, size, height));
  const range = neuronRange(passes.flatMap((columns) => columns.flatMap(({ values }) => values)));
  const weights = linears.map(({ weight }) => weight.toTypedArray());
  const { min, max } = jointStatistics(...weights);
  const largest = Math.max(Math.abs(min), Math.abs(max));
  const lines = passes.map((columns) => {
    const staying = weights.flatMap((weight, c) =>
      places[c + 1]!.flatMap((to, o) =>
        places[c]!.flatMap((from, i) => {
          const stays = columns[c]!.kept[i] && columns[c + 1]!.kept[o];
          return stays ? [{ from, to, weight: weight[o * sizes[c]! + i]! }] : [];
        }),
      ),
    );
    return connectionLooks(staying, largest, 0.75);
  });
  const neurons = places.flatMap((column, c) =>
    column.map((place, i) => ({
      place,
      name: `column ${c}, neuron ${i}`,
      values: passes.map((columns) => (columns[c]!.kept[i] ? columns[c]!.values[i]! : undefined)),
    })),
  );
  const wires: Wire[] = lines[0]!
    .map((_, group) => ({ at: lines.map((groups) => groups[group]!) }))
    .filter(({ at }) => at.some(({ paths }) => paths.length > 0));
  const crosses: Wire = {
    at: passes.map((_, pass) => ({
      paths: neurons.flatMap(({ place, values }) => (values[pass] === undefined ? crossAt(place) : [])),
      color: ink,
      width: 1.5,
    })),
  };
  const areas: Area[] = neurons.map(({ place, values }) => ({
    at: values.map((value) => neuronLook(place, value, range, false)),
  }));
  return {
    width,
    height,
    wires: [...wires, crosses],
    areas,
    labels: neurons.map(({ place: [x, y], values }) => ({
      x,
      y,
      at: values.map((value) => neuronText(value, range)),
    })),
    targets: neurons.map(({ place: [x, y], name, values }) => ({
      x,
      y,
      at: values.map((value) => `${name}: ${value === undefined ? "dropped" : formatNumber(value)}`),
    })),
    quantity: "",
    positions: passes.map((_, pass) => (pass === 0 ? "evaluation" : `draw ${pass}`)),
    first: 1,
  };
}

function crossAt([x, y]: Point): Path[] {
  return [-1, 1].map(
    (way): Path => [
      [x - crossHalf, y - way * crossHalf],
      [x + crossHalf, y + way * crossHalf],
    ],
  );
}
