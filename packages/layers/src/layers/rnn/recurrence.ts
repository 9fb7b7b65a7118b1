import { ShapeError } from "../../errors.ts";
import { tanh } from "../../mathematics.ts";
import { someRows } from "../recurrent/matrix.ts";
import { Product } from "../recurrent/product.ts";
import type { Gradients, Recurrence, Values } from "../recurrent/recurrence.ts";

/** The activation of an RNN. */
export type Nonlinearity = "tanh" | "relu";

/** A nonlinearity, and its derivative as a function of its value y. */
const nonlinearities = {
  tanh: { value: tanh, derivative: (y: number) => 1 - y * y },
  relu: { value: (x: number) => Math.max(x, 0), derivative: (y: number) => (y > 0 ? 1 : 0) },
} as const;

/**
 * Forward, with h the state before the step and h' the one after it:
 *
 *     h' = tanh(a)   with   a = W_ih x + b_ih + W_hh h + b_hh      (or relu)
 *
 * Backward, where a quantity with a bar is the gradient by it:
 *
 *     ā = h̄' * (1 - h'^2)
 *     h̄ = W_hh^T ā
 */
function recurrenceWith(nonlinearity: Nonlinearity): Recurrence {
  const { value, derivative } = nonlinearities[nonlinearity];
  return {
    name: "rnn",
    gates: 1,
    states: 1,
    prepare({ batch, gates, states, weightHh, biasHh }: Values) {
      const [h] = states as [Values["states"][0]];
      const product = new Product(weightHh, biasHh, batch);
      return {
        forward(from: number, count: number): void {
          const recurrent = product.forward(someRows(h.previous, from, count)).data;
          const a = someRows(gates, from, count).data;
          const next = someRows(h.next, from, count).data;
          for (let i = 0; i < a.length; i++) {
            next[i] = value(a[i]! + recurrent[i]!);
            a[i] = next[i]!;
          }
        },
        backward(from: number, count: number, gradients: Gradients): void {
          const state = someRows(gradients.states[0]!, 0, count).data;
          const next = someRows(h.next, from, count).data;
          const a = someRows(gradients.gates, from, count);
          for (let i = 0; i < state.length; i++) a.data[i] = state[i]! * derivative(next[i]!);
          state.set(product.backward(a).data);
        },
      };
    },
  };
}

const recurrences: Readonly<Record<Nonlinearity, Recurrence>> = {
  tanh: recurrenceWith("tanh"),
  relu: recurrenceWith("relu"),
};

/** The recurrence with that nonlinearity; throws ShapeError if there is no such. */
export function rnnRecurrence(action: string, nonlinearity: Nonlinearity): Recurrence {
  if (!Object.hasOwn(recurrences, nonlinearity)) {
    throw new ShapeError(
      `Cannot ${action} with nonlinearity ${JSON.stringify(nonlinearity)}: expected "tanh" or "relu"`,
    );
  }
  return recurrences[nonlinearity];
}
