import { dtypeOf } from "../../dtype.ts";
import { sigmoid, tanh } from "../../mathematics.ts";
import { someRows, zeroMatrix } from "../recurrent/matrix.ts";
import { Product } from "../recurrent/product.ts";
import type { Gradients, Steps, Values } from "../recurrent/recurrence.ts";

/**
 * The form of Cho et al. (2014), also ONNX's by default. Forward, with h the state before the step and h' the one after:
 *
 *     r  = sigmoid(W_ir x + b_ir + W_hr h + b_hr)
 *     z  = sigmoid(W_iz x + b_iz + W_hz h + b_hz)
 *     n  = tanh(W_in x + b_in + W_hn (r * h) + b_hn)
 *     h' = (1 - z) * n + z * h
 *
 * Backward, where h̄' is the gradient by h', and r̄, z̄, n̄ are those by what sigmoid and tanh are taken of:
 *
 *     n̄ = h̄' * (1 - z) * (1 - n^2)
 *     z̄ = h̄' * (h - n) * z * (1 - z)
 *     s  = W_hn^T n̄                        the gradient by r * h
 *     r̄ = s * h * r * (1 - r)
 *     h̄ = h̄' * z + s * r + W_hr^T r̄ + W_hz^T z̄
 */
export function resetBeforeProduct({ hiddenSize, batch, gates, states, weightHh, biasHh }: Values): Steps {
  const h = states[0]!;
  const split = 2 * hiddenSize;
  const ofGates = new Product(someRows(weightHh, 0, split), biasHh?.subarray(0, split) ?? null, batch);
  const ofCandidate = new Product(
    someRows(weightHh, split, hiddenSize),
    biasHh?.subarray(split) ?? null,
    batch,
  );
  const dtype = dtypeOf(gates.data);
  const resetStates = zeroMatrix(dtype, gates.rows, hiddenSize);
  const twoGates = zeroMatrix(dtype, batch, split);
  const oneGate = zeroMatrix(dtype, batch, hiddenSize);

  return {
    candidateInput: resetStates,

    forward(from: number, count: number): void {
      const before = someRows(h.previous, from, count);
      const after = someRows(h.next, from, count).data;
      const values = someRows(gates, from, count).data;
      const reset = someRows(resetStates, from, count);
      const recurrent = ofGates.forward(before).data;
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const r = 3 * row * hiddenSize + unit;
          const z = r + hiddenSize;
          const own = row * split + unit;
          values[r] = sigmoid(values[r]! + recurrent[own]!);
          values[z] = sigmoid(values[z]! + recurrent[own + hiddenSize]!);
          reset.data[i] = values[r]! * before.data[i]!;
        }
      }
      const candidate = ofCandidate.forward(reset).data;
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const z = 3 * row * hiddenSize + hiddenSize + unit;
          const n = z + hiddenSize;
          values[n] = tanh(values[n]! + candidate[i]!);
          after[i] = (1 - values[z]!) * values[n]! + values[z]! * before.data[i]!;
        }
      }
    },

    backward(from: number, count: number, gradients: Gradients): void {
      const before = someRows(h.previous, from, count).data;
      const values = someRows(gates, from, count).data;
      const state = someRows(gradients.states[0]!, 0, count).data;
      const byGates = someRows(gradients.gates, from, count).data;
      const byCandidate = someRows(oneGate, 0, count);
      const byBoth = someRows(twoGates, 0, count);
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const z = 3 * row * hiddenSize + hiddenSize + unit;
          const n = z + hiddenSize;
          byGates[n] = state[i]! * (1 - values[z]!) * (1 - values[n]! * values[n]!);
          byGates[z] = state[i]! * (before[i]! - values[n]!) * values[z]! * (1 - values[z]!);
          byCandidate.data[i] = byGates[n]!;
          byBoth.data[row * split + hiddenSize + unit] = byGates[z]!;
        }
      }
      const s = ofCandidate.backward(byCandidate).data;
      for (let row = 0; row < count; row++) {
        for (let unit = 0; unit < hiddenSize; unit++) {
          const i = row * hiddenSize + unit;
          const r = 3 * row * hiddenSize + unit;
          const z = r + hiddenSize;
          byGates[r] = s[i]! * before[i]! * values[r]! * (1 - values[r]!);
          byBoth.data[row * split + unit] = byGates[r]!;
          state[i] = state[i]! * values[z]! + s[i]! * values[r]!;
        }
      }
      const through = ofGates.backward(byBoth).data;
      for (let i = 0; i < state.length; i++) state[i]! += through[i]!;
    },
  };
}
