/** The digit that is most likely. */
export function likeliest(probabilities: readonly number[]): number {
  return probabilities.indexOf(Math.max(...probabilities));
}

/** A share of 1 as a whole percentage; what is only nearly all, or nearly nothing, is not said to be it. It stays on one line. */
export function percent(share: number): string {
  if (share > 0.99 && share < 1) return "over\u00a099\u00a0%";
  if (share < 0.01 && share > 0) return "under\u00a01\u00a0%";
  return `${Math.round(100 * share)}\u00a0%`;
}

/** What the network says, as a sentence. */
export function sentence(probabilities: readonly number[]): string {
  const digit = likeliest(probabilities);
  const article = digit === 8 ? "an" : "a";
  return `This looks like ${article} ${digit} (${percent(probabilities[digit]!)})`;
}
