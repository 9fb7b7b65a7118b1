import { noGrad } from "../../autograd.ts";
import { full } from "../../creation.ts";
import type { Displayed } from "../../display.ts";
import { makeDisplayed } from "../../display.ts";
import { expand, reshape } from "../../operations/movement.ts";
import { formatShape } from "../../shape.ts";
import type { Tensor } from "../../tensor.ts";
import type { Mask } from "./mask.ts";
import { applyMask } from "./mask.ts";

/** One forward pass of dropout. Plain data for drawing. */
export interface DropoutTrace extends Displayed<"trace"> {
  readonly layer: "dropout";
  readonly p: number;
  /** Whether anything could be dropped. */
  readonly training: boolean;
  readonly input: Tensor;
  /** 1 for each number that is kept, 0 for each that is dropped, of the input's shape. */
  readonly mask: Tensor;
  /** 1 / (1 - p); 1 in evaluation, 0 where p is 1 and nothing is kept. */
  readonly scale: number;
  /** input * mask * scale: what `forward` gives. */
  readonly output: Tensor;
}

/** See `Dropout.trace`. `drawn` is null where nothing is dropped. */
export function traceDropout(
  { p, training }: { readonly p: number; readonly training: boolean },
  input: Tensor,
  drawn: Mask | null,
): DropoutTrace {
  const own = input.detach();
  const trace = {
    layer: "dropout" as const,
    p,
    training,
    input: own,
    mask: drawn === null ? full(input.shape, 1, { dtype: input.dtype }) : overInput(drawn.mask, input),
    scale: drawn?.scale ?? 1,
    output: drawn === null ? own : noGrad(() => applyMask("dropout", own, drawn)),
  };
  makeDisplayed(trace, "trace", traceText);
  return trace as typeof trace & Displayed<"trace">;
}

/** The mask, which may have one number for a whole channel, with one for each number of the input. */
function overInput(mask: Tensor, { shape }: Tensor): Tensor {
  const within = shape.slice(mask.shape.length).map(() => 1);
  return expand(reshape(mask, [...mask.shape, ...within]), shape);
}

function traceText({ p, training, input }: Omit<DropoutTrace, keyof Displayed<"trace">>): string {
  return `trace of dropout: input ${formatShape(input.shape)}, p ${p}, in ${training ? "training" : "evaluation"}`;
}
