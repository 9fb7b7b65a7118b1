import { dtypeOf } from "../../dtype.ts";
import { sigmoid, tanh } from "../../mathematics.ts";
import { someRows, zeroMatrix } from "../recurrent/matrix.ts";
import { Product } from "../recurrent/product.ts";
import type { Gradients, Recurrence, Steps, Values } from "../recurrent/recurrence.ts";

export const lstmRecurrence: Recurrence = { name: "lstm", gates: 4, states: 2, prepare };

/**
 * Forward, with h and c the states before the step, h' and c' those after it:
 *
 *     i  = sigmoid(W_ii x + b_ii + W_hi h + b_hi)     f, o likewise
 *     g  = tanh(W_ig x + b_ig + W_hg h + b_hg)
 *     c' = f * c + i * g
 *     h' = o * tanh(c')                               or, with a projection, W_hr (o * tanh(c'))
 *
 * Backward, where h̄' and c̄' are the gradients by h' and c', and ī, f̄, ḡ, ō those by what sigmoid and tanh are taken of:
 *
 *     m̄ = h̄'                                         or, with a projection, W_hr^T h̄'
 *     t  = c̄' + m̄ * o * (1 - tanh(c')^2)             all that comes back to c'
 *     ō = m̄ * tanh(c') * o (1 - o)     f̄ = t * c * f (1 - f)     ī = t * g * i (1 - i)     ḡ = t * i * (1 - g^2)
 *     c̄ = t * f
 *     h̄ = W_hi^T ī + W_hf^T f̄ + W_hg^T ḡ + W_ho^T ō
 */
function prepare({ hiddenSize, batch, gates, states, weightHh, biasHh, weightHr }: Values): Steps {
  const [h, c] = states as [Values["states"][0], Values["states"][0]];
  const product = new Product(weightHh, biasHh, batch);
  const projection = weightHr && new Product(weightHr, null, batch);
  const unprojected = projection ? zeroMatrix(dtypeOf(gates.data), gates.rows, hiddenSize) : h.next;

  return {
    unprojected,

    forward(from: number, count: number): void {
      const recurrent = product.forward(someRows(h.previous, from, count)).data;
      const values = someRows(gates, from, count).data;
      const before = someRows(c.previous, from, count).data;
      const after = someRows(c.next, from, count).data;
      const output = someRows(unprojected, from, count);
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const at = row * hiddenSize + unit;
          const i = 4 * row * hiddenSize + unit;
          const f = i + hiddenSize;
          const g = f + hiddenSize;
          const o = g + hiddenSize;
          values[i] = sigmoid(values[i]! + recurrent[i]!);
          values[f] = sigmoid(values[f]! + recurrent[f]!);
          values[g] = tanh(values[g]! + recurrent[g]!);
          values[o] = sigmoid(values[o]! + recurrent[o]!);
          after[at] = values[f]! * before[at]! + values[i]! * values[g]!;
          output.data[at] = values[o]! * tanh(after[at]!);
        }
      }
      if (projection) someRows(h.next, from, count).data.set(projection.forward(output).data);
    },

    backward(from: number, count: number, gradients: Gradients): void {
      const values = someRows(gates, from, count).data;
      const before = someRows(c.previous, from, count).data;
      const after = someRows(c.next, from, count).data;
      const hidden = someRows(gradients.states[0]!, 0, count);
      const cell = someRows(gradients.states[1]!, 0, count).data;
      const byGates = someRows(gradients.gates, from, count);
      const output = (projection ? projection.backward(hidden) : hidden).data;
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const at = row * hiddenSize + unit;
          const i = 4 * row * hiddenSize + unit;
          const f = i + hiddenSize;
          const g = f + hiddenSize;
          const o = g + hiddenSize;
          const squashed = tanh(after[at]!);
          const total = cell[at]! + output[at]! * values[o]! * (1 - squashed * squashed);
          byGates.data[i] = total * values[g]! * values[i]! * (1 - values[i]!);
          byGates.data[f] = total * before[at]! * values[f]! * (1 - values[f]!);
          byGates.data[g] = total * values[i]! * (1 - values[g]! * values[g]!);
          byGates.data[o] = output[at]! * squashed * values[o]! * (1 - values[o]!);
          cell[at] = total * values[f]!;
        }
      }
      hidden.data.set(product.backward(byGates).data);
    },
  };
}
