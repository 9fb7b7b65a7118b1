import { mimeBundle } from "./bundle.ts";
import { hookTslab } from "./tslab.ts";

export type { MimeBundle } from "./bundle.ts";
export { describe, mimeBundle } from "./bundle.ts";
export type { CompareOptions } from "./compare.ts";
export { compare } from "./compare.ts";
export type { ConfusionMatrixOptions } from "./confusion-matrix.ts";
export { confusionMatrix } from "./confusion-matrix.ts";
export type { DecisionLineOptions } from "./decision-line.ts";
export { decisionLine } from "./decision-line.ts";
export type { DropoutAverageOptions } from "./dropout-average.ts";
export { dropoutAverage } from "./dropout-average.ts";
export { featureMaps } from "./feature-maps.ts";
export type { Figure } from "./figure.ts";
export type { ForgetBiasOptions } from "./forget-bias.ts";
export { forgetBias } from "./forget-bias.ts";
export type { GateBlendOptions } from "./gate-blend.ts";
export { gateBlend } from "./gate-blend.ts";
export type { GradientThroughTimeOptions } from "./gradient-through-time.ts";
export { gradientThroughTime } from "./gradient-through-time.ts";
export type { HistogramOptions } from "./histogram.ts";
export { histogram } from "./histogram.ts";
export type { LossCurve, LossCurveOptions } from "./loss-curve.ts";
export { lossCurve } from "./loss-curve.ts";
export type { ShowOptions } from "./options.ts";
export type { PoolingShiftOptions } from "./pooling-shift.ts";
export { poolingShift } from "./pooling-shift.ts";
export type { ProgressOptions } from "./progress.ts";
export { progress } from "./progress.ts";
export type { Numbers, Run } from "./run.ts";
export type { SampleShiftOptions } from "./sample-shift.ts";
export { sampleShift } from "./sample-shift.ts";
export { show } from "./show.ts";

// What tensors, modules and traces ask for when they are displayed.
Object.assign(globalThis, { [Symbol.for("layerbook.drawer")]: mimeBundle });
hookTslab();
