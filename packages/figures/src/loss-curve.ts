import { FormatError, ShapeError } from "@layerbook/layers";
import { fittingBundle, type MimeBundle, plotlyMime } from "./bundle.ts";
import { checkChoices } from "./choices.ts";
import { describeCurves, drawCurves } from "./curves.ts";
import { display, type Figure } from "./figure.ts";
import { atCellEnd } from "./host.ts";
import { LiveDisplay, Pace } from "./live-display.ts";
import { formatNumber } from "./numbers.ts";
import { named, type Run, seriesOf } from "./run.ts";
import { TerminalBlock } from "./terminal-block.ts";

/** What may be chosen of a loss curve. */
export interface LossCurveOptions {
  /** Stands above the figure. Always shown as text. */
  readonly title?: string;
  /** A logarithmic scale at the left; false by default. */
  readonly logScale?: boolean;
  /** Names of series that have an axis of their own at the right, such as an accuracy. */
  readonly rightAxis?: readonly string[];
  /** What is counted from left to right; "step" by default. */
  readonly xLabel?: string;
  /** What is measured at the left; not written by default. */
  readonly yLabel?: string;
  /** Plain JSON numbers in place of base64 typed arrays, for older renderers. */
  readonly plain?: boolean;
}

/** A loss curve that grows while training runs. */
export interface LossCurve extends Figure {
  /** The last step that has a value; 0 before the first. */
  readonly step: number;
  /**
   * Adds what was measured at a step, by default the one after the last, and draws the curve again in its place: as a picture at
   * most three times a second, and whole, with plotly's figure, when the cell ends. Where nothing can be drawn again, in a file or a pipe,
   * nothing is: `show` the curve there. A number alone belongs to the only series.
   * Throws FormatError for what is no number, ShapeError for a step that is not behind those of its series.
   */
  push(values: number | Readonly<Record<string, number>>, step?: number): void;
}

/**
 * What training measured, step by step: `lossCurve([2.3, 1.1, 0.6])`, or several series by name,
 * `lossCurve({ train, test, accuracy }, { rightAxis: ["accuracy"] })`. The first value stands at step 1. To watch training,
 * begin without values and push: `const curve = lossCurve({ train: [], test: [] })`, then `curve.push({ train: 2.3 })`.
 * Throws FormatError for what is no list of numbers, ShapeError for a tensor that is not of rank 1 or an option that
 * there is not.
 *
 * @example
 * import { lossCurve } from "@layerbook/figures";
 * const curve = lossCurve({ train: [2.3, 1.1], test: [2.4, 1.6] }, { yLabel: "loss" });
 * curve.push({ train: 0.6, test: 1.2 });
 * curve.step; // 3
 */
export function lossCurve(run: Run = {}, options: LossCurveOptions = {}): LossCurve {
  checkOptions(options);
  const series = new Map(seriesOf(run).map(({ name, x, y }) => [name, { name, x: [...x], y: [...y] }]));
  checkRightAxis([...series.keys()], options);
  return new GrowingCurve(series, options);
}

/** Milliseconds between two drawings. */
const interval = 300;

interface GrowingSeries {
  readonly name: string;
  readonly x: number[];
  readonly y: number[];
}

class GrowingCurve implements LossCurve {
  readonly #series: Map<string, GrowingSeries>;
  readonly #options: LossCurveOptions;
  readonly #display = new LiveDisplay();
  readonly #block = new TerminalBlock();
  readonly #pace: Pace = new Pace(interval, () => this.#draw());
  #bundle: MimeBundle | undefined;

  constructor(series: Map<string, GrowingSeries>, options: LossCurveOptions) {
    this.#series = series;
    this.#options = options;
  }

  get bundle(): MimeBundle {
    const series = [...this.#series.values()];
    this.#bundle ??= fittingBundle(this.#options.title, (budget) =>
      drawCurves(series, this.#options, budget),
    );
    return this.#bundle;
  }

  get description(): string {
    return describeCurves([...this.#series.values()], this.#options);
  }

  get step(): number {
    return [...this.#series.values()].reduce((last, { x }) => Math.max(last, x.at(-1) ?? 0), 0);
  }

  push(values: number | Readonly<Record<string, number>>, step: number = this.step + 1): void {
    const named = typeof values === "number" ? { [this.#onlyName(values)]: values } : values;
    checkPush(named, step, this.#series);
    for (const [name, value] of Object.entries(named)) {
      const series = this.#series.get(name) ?? { name, x: [], y: [] };
      series.x.push(step);
      series.y.push(value);
      this.#series.set(name, series);
    }
    this.#bundle = undefined;
    atCellEnd(this.#drawWhole);
    this.#pace.changed();
  }

  [display](): MimeBundle {
    return this.bundle;
  }

  #onlyName(value: number): string {
    const names = [...this.#series.keys()];
    if (names.length <= 1) return names[0] ?? "loss";
    throw new FormatError(
      `Cannot push ${formatNumber(value)} to the ${names.length} series ${names.join(", ")}: expected values by name, as in push({ ${names[0]}: ${formatNumber(value)} })`,
    );
  }

  /**
   * While the cell runs, without plotly's figure: JupyterLab's renderer of plotly keeps the first one that it was given,
   * whatever comes after it in the same place.
   */
  #draw(): void {
    const { [plotlyMime]: interactive, ...picture } = this.bundle;
    if (!this.#display.show(picture as MimeBundle)) {
      this.#block.write(this.bundle["text/plain"].split("\n"));
    }
  }

  readonly #drawWhole = (): void => {
    this.#pace.stop();
    this.#display.show(this.bundle);
  };
}

/** Before anything is added. */
function checkPush(
  values: Readonly<Record<string, number>>,
  step: number,
  series: ReadonlyMap<string, GrowingSeries>,
): void {
  if (typeof values !== "object" || values === null || Symbol.iterator in values) {
    throw new FormatError(
      `Cannot push ${named(values)} to a loss curve: expected a number, or numbers by name, as in push({ train: 0.3 })`,
    );
  }
  for (const [name, value] of Object.entries(values)) {
    const text = JSON.stringify(name);
    if (typeof value !== "number") {
      throw new FormatError(
        `Cannot push ${named(value)} to the series ${text}: expected a number, such as the item() of a tensor`,
      );
    }
    const last = series.get(name)?.x.at(-1) ?? Number.NEGATIVE_INFINITY;
    if (!Number.isFinite(step) || step <= last) {
      const after =
        last > Number.NEGATIVE_INFINITY ? `a number above ${formatNumber(last, 9)}, its last` : "a number";
      throw new ShapeError(
        `Cannot push to the series ${text} at step ${formatNumber(step, 9)}: expected ${after}`,
      );
    }
  }
}

function checkOptions(options: LossCurveOptions): void {
  checkChoices("draw a loss curve", options, {
    title: "text",
    logScale: "boolean",
    rightAxis: "texts",
    xLabel: "text",
    yLabel: "text",
    plain: "boolean",
  });
}

/** A curve that begins with no series at all learns their names later. */
function checkRightAxis(names: readonly string[], { rightAxis = [] }: LossCurveOptions): void {
  if (names.length === 0) return;
  for (const name of rightAxis) {
    if (names.includes(name)) continue;
    throw new ShapeError(
      `Cannot draw ${JSON.stringify(name)} against the right axis: expected one of ${names.map((one) => JSON.stringify(one)).join(", ")} in the option rightAxis`,
    );
  }
}
