import { type Conv2d, ShapeError, type Tensor } from "@layerbook/layers";
import { checkChoices, checkIndex } from "./choices.ts";
import type { Figure } from "./figure.ts";
import { count, formatNumber } from "./numbers.ts";
import { linksOf, type ReceptiveLinks } from "./receptive-links.ts";
import { linkText, placesOf, placeText, sweepOf, weightsOf } from "./receptive-scene.ts";
import { isTensor, kindOf } from "./recognise.ts";
import { named } from "./run.ts";
import { type Sweep, sweptFigure } from "./sweep.ts";
import { settings } from "./window-words.ts";

/** What may be chosen of a receptive field. */
export interface ReceptiveFieldOptions {
  /** Which map of the output; 0 by default. */
  readonly outputChannel?: number;
  /** Which of the input's maps that it reads; 0 by default. */
  readonly inputChannel?: number;
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

const action = "draw a receptive field";
/** Along a side of either map, so that cells can be told apart side by side on a telephone. */
const mostCells = 16;

/**
 * Which inputs an output of a convolution is made of, with what weight, and which outputs an input is part of: as many as
 * the other way round, by the kernel after half a turn. Buttons choose the way, a slider the number. One map each of the
 * first sample of [N, inChannels, H, W], or of one sample, of at most 16 by 16. Follows the layer's own trace. Throws
 * ShapeError for what is no Conv2d or no such input, for channels that there are not and for an option that there is not;
 * and as the layer does.
 *
 * @example
 * import { receptiveField } from "@layerbook/figures";
 * import { Conv2d, rand } from "@layerbook/layers";
 * receptiveField(new Conv2d(1, 1, 3), rand([1, 6, 6]));
 */
export function receptiveField(layer: Conv2d, input: Tensor, options: ReceptiveFieldOptions = {}): Figure {
  checkChoices(action, options, {
    outputChannel: "index",
    inputChannel: "index",
    title: "text",
    plain: "boolean",
  });
  if (kindOf(layer) !== "module" || layer.groups === undefined || layer.kernelSize?.length !== 2) {
    throw new ShapeError(`Cannot ${action} of ${named(layer)}: expected a Conv2d`);
  }
  if (!isTensor(input) || ![3, 4].includes(input.shape.length) || !isSmall(input.shape)) {
    throw new ShapeError(
      `Cannot ${action} in ${named(input)}: expected [${layer.inChannels}, height, width] of at most ${mostCells} by ${mostCells}`,
    );
  }
  const { outputChannel = 0, inputChannel = 0, title, plain = false } = options;
  checkIndex(action, "outputChannel", outputChannel, layer.outChannels);
  checkIndex(action, "inputChannel", inputChannel, layer.inChannels / layer.groups);
  const links = linksOf(layer, input, { outputChannel, inputChannel });
  if (!isSmall(links.outputSize)) {
    throw new ShapeError(
      `Cannot ${action} with an output of ${links.outputSize.join(" by ")}: expected at most ${mostCells} by ${mostCells}. Leave out some padding`,
    );
  }
  const { inputSize, outputSize, trace } = links;
  const most = placesOf(inputSize).length;
  const sampled = inputSize[0] * inputSize[1] > most ? [`${most} places on each slider at most`] : [];
  const sweep = sweepOf(links);
  return sweptFigure(sweep, {
    heading: {
      title: title ?? "What an output is made of",
      lines: [
        [
          `input ${inputSize.join(" x ")}, output ${outputSize.join(" x ")}`,
          ...settings(trace),
          "orange: the number and what it is linked to",
          "red and blue: weights",
          ...sampled,
        ],
      ],
    },
    title,
    description: describeField(links),
    numbers: numbersOf(links, sweep),
    plain,
  });
}

function isSmall(shape: readonly number[]): boolean {
  return shape.slice(-2).every((size) => size <= mostCells);
}

/** "Convolution of 3 by 3 inputs to 2 by 2 outputs: an output is made of 4 inputs, an input is part of 1 to 4 outputs." */
function describeField(links: ReceptiveLinks): string {
  const { inputSize, outputSize } = links;
  const counts = (view: "output" | "input", size: readonly [number, number], noun: string): string => {
    const all = Array.from({ length: size[0] * size[1] }, (_, place) => {
      return weightsOf(links, view, place).filter((weight) => !Number.isNaN(weight)).length;
    });
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return least === most ? count(least, noun) : `${least} to ${count(most, noun)}`;
  };
  return `Convolution of ${inputSize.join(" by ")} inputs to ${outputSize.join(" by ")} outputs: an output is made of ${counts("output", outputSize, "input")}, an input is part of ${counts("input", inputSize, "output")}.`;
}

/** A line for each of the telling places. */
function numbersOf(links: ReceptiveLinks, { slides }: Sweep): string {
  const { inputSize, outputSize, input, output } = links;
  const line = (view: "output" | "input", place: number): string => {
    const [own, other] = view === "output" ? [outputSize, inputSize] : [inputSize, outputSize];
    const weights = weightsOf(links, view, place);
    const value = formatNumber((view === "output" ? output : input)[place]!);
    const listed = weights.filter((weight) => !Number.isNaN(weight)).map((weight) => formatNumber(weight, 3));
    const by = listed.length > 0 && listed.length <= 9 ? `, by ${listed.join(" ")}` : "";
    return `${view} ${placeText(place, own)} = ${value}, ${linkText(view, weights, other)}${by}`;
  };
  return (["output", "input"] as const)
    .flatMap((view, v) => {
      const places = placesOf(view === "output" ? outputSize : inputSize);
      return slides![v]!.telling.map((position) => line(view, places[position]!));
    })
    .join("\n");
}
