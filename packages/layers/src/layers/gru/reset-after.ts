import { dtypeOf } from "../../dtype.ts";
import { sigmoid, tanh } from "../../mathematics.ts";
import { someRows, zeroMatrix } from "../recurrent/matrix.ts";
import { Product } from "../recurrent/product.ts";
import type { Gradients, Steps, Values } from "../recurrent/recurrence.ts";

/**
 * PyTorch's form. Forward, with h the state before the step, h' the one after it, and q the state's share of n:
 *
 *     r  = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 *     z  = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 *     q  = W_hn h + b_hn
 *     n  = tanh(W_in x + b_in + r * q)
 *     h' = (1 - z) * n + z * h
 *
 * Backward, where h̄' is the gradient by h', and r̄, z̄, n̄ are those by what sigmoid and tanh are taken of:
 *
 *     n̄ = h̄' * (1 - z) * (1 - n^2)
 *     z̄ = h̄' * (h - n) * z * (1 - z)
 *     r̄ = n̄ * q * r * (1 - r)
 *     h̄ = h̄' * z + W_hr^T r̄ + W_hz^T z̄ + W_hn^T (n̄ * r)
 */
export function resetAfterProduct({ hiddenSize, batch, gates, states, weightHh, biasHh }: Values): Steps {
  const h = states[0]!;
  const product = new Product(weightHh, biasHh, batch);
  const shares = zeroMatrix(dtypeOf(gates.data), gates.rows, hiddenSize);

  return {
    forward(from: number, count: number): void {
      const before = someRows(h.previous, from, count);
      const after = someRows(h.next, from, count).data;
      const recurrent = product.forward(before).data;
      const values = someRows(gates, from, count).data;
      const q = someRows(shares, from, count).data;
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const r = 3 * row * hiddenSize + unit;
          const z = r + hiddenSize;
          const n = z + hiddenSize;
          q[i] = recurrent[n]!;
          values[r] = sigmoid(values[r]! + recurrent[r]!);
          values[z] = sigmoid(values[z]! + recurrent[z]!);
          values[n] = tanh(values[n]! + values[r]! * q[i]!);
          after[i] = (1 - values[z]!) * values[n]! + values[z]! * before.data[i]!;
        }
      }
    },

    backward(from: number, count: number, gradients: Gradients): void {
      const before = someRows(h.previous, from, count).data;
      const values = someRows(gates, from, count).data;
      const q = someRows(shares, from, count).data;
      const state = someRows(gradients.states[0]!, 0, count).data;
      const byGates = someRows(gradients.gates, from, count).data;
      const byRecurrent = someRows(gradients.recurrent, from, count);
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const r = 3 * row * hiddenSize + unit;
          const z = r + hiddenSize;
          const n = z + hiddenSize;
          byGates[n] = state[i]! * (1 - values[z]!) * (1 - values[n]! * values[n]!);
          byGates[z] = state[i]! * (before[i]! - values[n]!) * values[z]! * (1 - values[z]!);
          byGates[r] = byGates[n]! * q[i]! * values[r]! * (1 - values[r]!);
          byRecurrent.data[r] = byGates[r]!;
          byRecurrent.data[z] = byGates[z]!;
          byRecurrent.data[n] = byGates[n]! * values[r]!;
          state[i]! *= values[z]!;
        }
      }
      const through = product.backward(byRecurrent).data;
      for (let i = 0; i < state.length; i++) state[i]! += through[i]!;
    },
  };
}
