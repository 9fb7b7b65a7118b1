import type { Tensor } from "@layerbook/layers";

/** Attributes of the nodes that the golden files hold, by ONNX's names. */
export interface Attributes {
  readonly kernel_shape?: readonly number[];
  readonly strides?: readonly number[];
  readonly dilations?: readonly number[];
  readonly pads?: readonly number[];
  readonly auto_pad?: "NOTSET" | "VALID" | "SAME_UPPER" | "SAME_LOWER";
  readonly ceil_mode?: 0 | 1;
  readonly count_include_pad?: 0 | 1;
  readonly p?: number;
  readonly axes?: readonly number[];
  readonly group?: number;
  readonly output_padding?: readonly number[];
  readonly output_shape?: readonly number[];
  readonly alpha?: number;
  readonly beta?: number;
  readonly transA?: 0 | 1;
  readonly transB?: 0 | 1;
  readonly epsilon?: number;
  readonly momentum?: number;
  readonly training_mode?: 0 | 1;
  readonly perm?: readonly number[];
  readonly direction?: "forward" | "reverse" | "bidirectional";
  readonly layout?: 0 | 1;
  readonly linear_before_reset?: 0 | 1;
  readonly reduction?: "mean" | "sum" | "none";
  readonly ignore_index?: number;
}

/** What an ONNX operator gives for its inputs, by this library; null stands for an input that is left out. */
export type Operator = (attributes: Attributes, inputs: readonly (Tensor | null)[]) => readonly Tensor[];

/**
 * Padding before and after each spatial dimension. ONNX pads each side by itself; where this library pads both
 * alike, an operator pads its input before.
 */
export function marginsOf(
  attributes: Attributes,
  sizes: readonly number[],
  kernel: readonly number[],
): (readonly [before: number, after: number])[] {
  const { strides, dilations, pads, auto_pad = "NOTSET" } = attributes;
  return sizes.map((size, i) => {
    if (!auto_pad.startsWith("SAME")) return [pads?.[i] ?? 0, pads?.[i + sizes.length] ?? 0];
    const stride = strides?.[i] ?? 1;
    const span = (dilations?.[i] ?? 1) * ((kernel[i] as number) - 1) + 1;
    const total = Math.max(0, (Math.ceil(size / stride) - 1) * stride + span - size);
    return halves(total, auto_pad);
  });
}

/** A half on each side, the odd one where `auto_pad` says: at the start for SAME_LOWER. */
export function halves(
  total: number,
  autoPad: Attributes["auto_pad"],
): readonly [before: number, after: number] {
  const [less, more] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return autoPad === "SAME_LOWER" ? [more, less] : [less, more];
}
