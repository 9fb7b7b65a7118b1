import {
  AlphaDropout,
  Dropout,
  Dropout1d,
  Dropout2d,
  Dropout3d,
  FeatureAlphaDropout,
  type Shape,
} from "@layerbook/layers";
import type { LayerRecord, TensorLayer } from "./record.ts";

/** A layer whose output has the input's shape. */
const record = (
  name: string,
  make: () => TensorLayer,
  shape: Shape,
  more: Partial<LayerRecord> = {},
): LayerRecord => ({ name, make, inputShape: shape, outputShape: shape, ...more });

export const dropoutRecords: readonly LayerRecord[] = [
  record("Dropout", () => new Dropout(), [3, 4, 2]),
  record("Dropout, of everything", () => new Dropout(1), [3, 2], { naive: (input) => input.mul(0) }),
  record("Dropout, of nothing", () => new Dropout(0), [3, 2], { naive: (input) => input }),
  record("Dropout.eval()", () => new Dropout().eval(), [3, 4], { naive: (input) => input }),
  record("Dropout1d", () => new Dropout1d(0.4), [3, 4, 2]),
  record("Dropout2d", () => new Dropout2d(0.3), [3, 4, 2, 2]),
  record("Dropout3d", () => new Dropout3d(0.6), [3, 2, 2, 1, 2]),
  record("AlphaDropout", () => new AlphaDropout(0.2), [3, 5]),
  record("FeatureAlphaDropout", () => new FeatureAlphaDropout(), [3, 4, 2]),
];
