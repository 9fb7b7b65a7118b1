import { activationRecords } from "./activations.ts";
import { batchNormRecords } from "./batchnorm.ts";
import { containerRecords } from "./containers.ts";
import { convolutionRecords } from "./convolution.ts";
import { dropoutRecords } from "./dropout.ts";
import { embeddingRecords } from "./embedding.ts";
import { linearRecords } from "./linear.ts";
import { poolingRecords } from "./pooling.ts";
import type { LayerRecord } from "./record.ts";
import { recurrentRecords } from "./recurrent.ts";

/** Every layer that has a record: each law of `every-layer.test.ts` is held for all of them. */
export const records: readonly LayerRecord[] = [
  ...convolutionRecords,
  ...poolingRecords,
  ...batchNormRecords,
  ...dropoutRecords,
  ...linearRecords,
  ...embeddingRecords,
  ...activationRecords,
  ...containerRecords,
  ...recurrentRecords,
];
