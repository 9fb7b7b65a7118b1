import { type Difference, differencesOf } from "./compare-values.ts";
import type { Output } from "./output-types.ts";

export type { Difference } from "./compare-values.ts";

/**
 * What in a run's outputs is not as expected, as the README's "Comparison" says; nothing when they agree.
 *
 * @param tolerance largest difference of two numbers, relative to max(1, the expected one's size)
 */
export function compareOutputs(
  expected: readonly Output[],
  actual: readonly Output[],
  tolerance: number,
): Difference[] {
  const kinds = [list(expected), list(actual)] as const;
  if (kinds[0] !== kinds[1])
    return [{ place: "outputs", expected: detailed(expected), actual: detailed(actual) }];
  return expected.flatMap((output, index) =>
    differencesOf(comparable(output), comparable(actual[index]!), tolerance, `output ${index + 1}`),
  );
}

function kind(output: Output): string {
  if (output.type === "stream") return output.name;
  return output.type === "error" ? `error ${output.name}` : output.type;
}

function list(outputs: readonly Output[]): string {
  return outputs.map(kind).join(", ");
}

/** Where the kinds differ, what an error says is what one needs to know. */
function detailed(outputs: readonly Output[]): string {
  const texts = outputs.map((output) =>
    output.type === "error" ? `${kind(output)}: ${output.message}` : kind(output),
  );
  return texts.length > 0 ? texts.join(", ") : "none";
}

/** An SVG is drawn from the numbers that the figure beside it holds, so that it only has to be there. */
function comparable(output: Output): unknown {
  if (output.type !== "display" && output.type !== "result") return output;
  const svg = "image/svg+xml";
  return svg in output.data ? { ...output, data: { ...output.data, [svg]: "present" } } : output;
}
