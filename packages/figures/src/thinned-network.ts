import { type Sequential, ShapeError, type Tensor } from "@layerbook/layers";
import { checkChoices } from "./choices.ts";
import { drawnDiagram } from "./diagram.ts";
import type { Figure } from "./figure.ts";
import { mostNeurons, shortNumber } from "./neurons.ts";
import { count, formatNumber } from "./numbers.ts";
import { isTensor, kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import {
  type Column,
  columnsOf,
  type DropoutLike,
  isDropout,
  isLinear,
  type LayerLike,
  type LinearLike,
} from "./thinned-columns.ts";
import { thinnedScene } from "./thinned-scene.ts";

/** What may be chosen of a thinned network. */
export interface ThinnedNetworkOptions {
  /** How many passes are drawn, 2 to 41; 8 by default. */
  readonly draws?: number;
  /** What the masks are drawn from; 0 by default. */
  readonly seed?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw a thinned network";
/** Columns of neurons side by side on a telephone. */
const mostColumns = 5;

/**
 * A network of linear layers with dropout between them, as neurons and lines, pass after pass: what is dropped is crossed
 * out and its lines are gone, and each neuron that stays has its number. The slider begins with evaluation, where nothing is
 * dropped. Runs the network's own layers; the masks come from the trace of a `Dropout` with the layer's p and a generator
 * of its own, so that the network and the reader's random numbers stay as they are. 2 to 5 columns of at most 16 neurons.
 * Throws ShapeError for what is no such Sequential, for an x that is not one sample, and for an option that there is not;
 * and as the layers do. Source: Srivastava et al. (2014), figure 1.
 *
 * @example
 * import { thinnedNetwork } from "@layerbook/figures";
 * import { Dropout, Linear, ones, ReLU, Sequential } from "@layerbook/layers";
 * const network = new Sequential(new Linear(4, 8), new ReLU(), new Dropout(0.5), new Linear(8, 2));
 * thinnedNetwork(network, ones([4]));
 */
export function thinnedNetwork(network: Sequential, x: Tensor, options: ThinnedNetworkOptions = {}): Figure {
  checkChoices(action, options, { draws: "places", seed: "index", title: "text", plain: "boolean" });
  const layers: readonly LayerLike[] = kindOf(network) === "module" ? (network.layers ?? []) : [];
  const linears = layers.filter(isLinear);
  const rates = layers.filter(isDropout);
  if (linears.length === 0 || linears.length >= mostColumns || rates.length === 0) {
    throw new ShapeError(
      `Cannot ${action} of ${named(network)}: expected a Sequential of 1 to ${mostColumns - 1} Linear with Dropout between them`,
    );
  }
  const widest = Math.max(...linears.flatMap(({ inFeatures, outFeatures }) => [inFeatures, outFeatures]));
  if (widest > mostNeurons) {
    throw new ShapeError(
      `Cannot ${action} of ${widest} neurons side by side: expected at most ${mostNeurons}`,
    );
  }
  if (!isTensor(x) || x.shape.length !== 1) {
    throw new ShapeError(
      `Cannot ${action} for ${named(x)}: expected one sample, a tensor [${linears[0]!.inFeatures}]`,
    );
  }
  const { draws = 8, seed = 0, title, plain = false } = options;
  const passes = columnsOf(layers, x, draws, seed);
  const sizes = passes[0]!.map(({ values }) => values.length).join(" - ");
  return drawnDiagram(thinnedScene(linears, passes), {
    heading: {
      title: title ?? `A network of ${sizes}, thinned`,
      lines: [
        [
          ...(title === undefined ? [] : [sizes]),
          "crossed out: dropped, its lines are gone",
          "red: weight above 0",
          "blue: below",
          "wider: larger",
        ],
      ],
    },
    title,
    description: describeThinned(sizes, linears, rates, passes),
    numbers: numbersOf(passes),
    plain,
  });
}

/** "Network of 5 - 5 - 3 neurons in 8 passes with dropout of 0.5: 4 to 7 of 13 neurons are dropped, and 12 to 20 of 40 lines stay." */
function describeThinned(
  sizes: string,
  linears: readonly LinearLike[],
  rates: readonly DropoutLike[],
  passes: readonly (readonly Column[])[],
): string {
  const drawn = passes.slice(1);
  const neurons = passes[0]!.reduce((sum, { values }) => sum + values.length, 0);
  const lines = linears.reduce((sum, { inFeatures, outFeatures }) => sum + inFeatures * outFeatures, 0);
  const dropped = spanOf(drawn.map((columns) => columns.reduce((sum, column) => sum + droppedOf(column), 0)));
  const stay = spanOf(drawn.map(linesOf));
  const p = [...new Set(rates.map((rate) => formatNumber(rate.p)))].join(" and ");
  return `Network of ${sizes} neurons in ${count(drawn.length, "pass", "passes")} with dropout of p = ${p}: ${dropped} of ${neurons} neurons are dropped, and ${stay} of ${lines} lines stay.`;
}

function droppedOf({ kept }: Column): number {
  return kept.filter((stays) => !stays).length;
}

/** How many lines join neurons that stay. */
function linesOf(columns: readonly Column[]): number {
  const stays = columns.map((column) => column.kept.length - droppedOf(column));
  return stays.slice(1).reduce((sum, own, i) => sum + own * stays[i]!, 0);
}

/** "4 to 7", or "4" where all are. */
function spanOf(counts: readonly number[]): string {
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  return least === most ? String(least) : `${least} to ${most}`;
}

/** A line for each pass: the neurons of each column, "x" for one that is dropped. */
function numbersOf(passes: readonly (readonly Column[])[]): string {
  const lines = passes.map((columns, pass) => {
    const texts = columns.map(({ values, kept }) =>
      values.map((value, i) => (kept[i] ? shortNumber(value) : "x")).join(" "),
    );
    return `${pass === 0 ? "evaluation" : `draw ${pass}`}: ${texts.join(" | ")}`;
  });
  return ["neurons column by column, x: dropped", ...lines].join("\n");
}
