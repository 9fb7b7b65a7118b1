import type { Tensor } from "./tensor.ts";

/** Above this many numbers, only the first and last few along each axis are written. */
const longest = 1000;
const edge = 3;
const lineWidth = 72;

/** PyTorch's form: `tensor([[1, 2], [3, 4]])`, with dtype and shape where the numbers do not show them. */
export function tensorText(tensor: Tensor): string {
  const short = tensor.numel() <= longest;
  const notes: string[] = [];
  if (tensor.numel() === 0 || !short) notes.push(`shape: [${tensor.shape.join(", ")}]`);
  if (tensor.dtype !== "float32") notes.push(`dtype: ${tensor.dtype}`);
  if (tensor.requiresGrad) notes.push("requiresGrad: true");
  const numbers = tensor.numel() === 0 ? "[]" : nested(tensor, short);
  return `tensor(${[numbers, ...notes].join(", ")})`;
}

function nested(tensor: Tensor, whole: boolean): string {
  const oneLine = layOut(tensor, whole, () => ", ");
  if (oneLine.length <= lineWidth) return oneLine;
  // Rows under one another, aligned below the first, with an empty line between matrices, as in PyTorch.
  const rank = tensor.shape.length;
  return layOut(tensor, whole, (axis) =>
    axis === rank - 1 ? ", " : `,${"\n".repeat(rank - 1 - axis)}${" ".repeat("tensor(".length + axis + 1)}`,
  );
}

function layOut(tensor: Tensor, whole: boolean, separator: (axis: number) => string): string {
  const text = (index: readonly number[]): string => {
    const axis = index.length;
    if (axis === tensor.shape.length) return numberText(tensor.at(...index), tensor.dtype);
    const size = tensor.shape[axis]!;
    const range = (from: number, to: number): string[] =>
      Array.from({ length: to - from }, (_, i) => text([...index, from + i]));
    const parts =
      whole || size <= 2 * edge ? range(0, size) : [...range(0, edge), "...", ...range(size - edge, size)];
    return `[${parts.join(separator(axis))}]`;
  };
  return text([]);
}

/** float32 in seven digits, enough to see and no noise from its rounding; others in full. */
function numberText(value: number, dtype: string): string {
  return String(dtype === "float32" ? Number(value.toPrecision(7)) : value);
}
