import { drawBatchNorm } from "./batchnorm.ts";
import { drawConvolution } from "./convolution.ts";
import type { Drawing } from "./drawing.ts";
import { drawDropout } from "./dropout.ts";
import { drawGRU } from "./gru.ts";
import { drawLinear } from "./linear.ts";
import { drawLSTM } from "./lstm.ts";
import { refuseOptions, type ShowOptions } from "./options.ts";
import { drawPooling } from "./pooling.ts";
import { kindOf } from "./recognise.ts";
import { drawRNN } from "./rnn.ts";

/** Draws a layer's trace within `budget` bytes of JSON; what does not fit is left out, and the figure says so. */
export type TraceDrawing<Trace> = (trace: Trace, options: ShowOptions, budget: number) => Drawing;

/** Every kind of trace that is drawn: the layer's basename, which the trace carries as `layer`, and its drawing. */
const drawings: Readonly<Record<string, TraceDrawing<never>>> = {
  batchnorm: drawBatchNorm,
  convolution: drawConvolution,
  dropout: drawDropout,
  linear: drawLinear,
  pooling: drawPooling,
  rnn: drawRNN,
  gru: drawGRU,
  lstm: drawLSTM,
};

interface LayerTrace {
  readonly layer: string;
}

export function isTrace(value: unknown): value is LayerTrace {
  if (kindOf(value) !== "trace") return false;
  const { layer } = value as Partial<LayerTrace>;
  return typeof layer === "string" && Object.hasOwn(drawings, layer);
}

export function drawTrace(trace: LayerTrace, options: ShowOptions, budget: number): Drawing {
  const what = `a trace of ${trace.layer}`;
  refuseOptions(options, ["scale", "colorscale", "channels", "layout"], what, "a tensor");
  // Its `layer` tells that it is what this drawing takes.
  return drawings[trace.layer]!(trace as never, options, budget);
}
