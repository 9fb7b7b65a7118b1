import { cat, full, LSTM, ones, RNN, type Tensor, zeros } from "@layerbook/layers";
import { copied, float64, type UnitWeights } from "./single-unit.ts";
import { throughTime } from "./through-time.ts";

/** What a layer remembers of an event, and how much each state depends on the one after it. */
export interface AfterEvent {
  /** After 0, 1, ... steps. */
  readonly states: readonly number[];
  /** From the event's step on. */
  readonly derivatives: readonly number[];
}

/** [steps, features]: ones at a step, counted from 1, and zeros elsewhere. */
function eventAt(step: number, steps: number, features: number): Tensor {
  const silence = (length: number): Tensor => zeros([length, features], float64);
  return cat([silence(step - 1), ones([1, features], float64), silence(steps - step)]);
}

/** The memory of an LSTM with this bias of its forget gate, of a 1 at `step`. */
export function memoryAfter(
  { inputSize, state }: UnitWeights,
  bias: number,
  steps: number,
  step: number,
): AfterEvent {
  const layer = new LSTM(inputSize, 1, copied);
  layer.loadStateDict(state);
  const [i, , g, o] = state.bias_ih_l0.add(state.bias_hh_l0).toTypedArray();
  layer.biasIhL0.assign([i!, bias, g!, o!]);
  layer.biasHhL0.assign([0, 0, 0, 0]);
  const sequence = eventAt(step, steps, inputSize);
  const { steps: traced } = layer.trace(sequence);
  const { h, c } = traced[step - 1]!;
  const { derivatives } = throughTime(sequence.slice(0, step), c[0]!, (batch, c0, lengths) => {
    return layer.forward(batch, { h0: full([1, lengths.length, 1], h[0]!, float64), c0, lengths }).cn;
  });
  return { states: [0, ...traced.map(({ c }) => c[0]!)], derivatives };
}

/** The state of an RNN that reads the same. */
export function stateAfter(
  { inputSize, state }: UnitWeights,
  nonlinearity: "tanh" | "relu",
  steps: number,
  step: number,
): AfterEvent {
  const layer = new RNN(inputSize, 1, { nonlinearity, ...copied });
  layer.loadStateDict(state);
  const sequence = eventAt(step, steps, inputSize);
  const states = [0, ...layer.forward(sequence).output.toTypedArray()];
  const { derivatives } = throughTime(sequence.slice(0, step), states[step]!, (batch, h0, lengths) => {
    return layer.forward(batch, { h0, lengths }).hn;
  });
  return { states, derivatives };
}
