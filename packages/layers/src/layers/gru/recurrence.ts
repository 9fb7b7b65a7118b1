import type { Recurrence } from "../recurrent/recurrence.ts";
import { resetAfterProduct } from "./reset-after.ts";
import { resetBeforeProduct } from "./reset-before.ts";

/** With the reset gate after the product with W_hn, as in PyTorch, or before it, as in Cho et al. (2014). */
export function gruRecurrence(resetAfter: boolean): Recurrence {
  return {
    name: "gru",
    gates: 3,
    states: 1,
    ownRecurrentGradient: resetAfter,
    prepare: resetAfter ? resetAfterProduct : resetBeforeProduct,
  };
}
