/**
 * Of what was measured several times: the middle and the ends, to three digits.
 * @param {readonly number[]} values
 */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
  const round = (/** @type {number} */ value) => Number(value.toPrecision(3));
  return { median: round(median), lowest: round(sorted[0] ?? 0), highest: round(sorted.at(-1) ?? 0) };
}
