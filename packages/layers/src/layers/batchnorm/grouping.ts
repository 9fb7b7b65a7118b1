/**
 * Which numbers of an input are normalised together: those of one group share a mean and a variance. The input is
 * read, row-major, as [batch, channels, inner]; a weight and a bias have one number per channel.
 *
 * The four layers differ in this alone (Wu and He, Group Normalization, 2018, figure 2):
 *
 *     BatchNorm     a channel, in all samples             together 1, acrossBatch
 *     InstanceNorm  a channel of one sample               together 1
 *     GroupNorm     neighbouring channels of one sample   together channels / groups
 *     LayerNorm     all of one sample                     together channels, inner 1
 *
 * LayerNorm's samples are all axes before `normalizedShape`, its channels the numbers of that shape.
 */
export interface Grouping {
  readonly batch: number;
  readonly channels: number;
  readonly inner: number;
  /** How many neighbouring channels are in a group. */
  readonly together: number;
  /** Whether a group reaches through all samples. */
  readonly acrossBatch: boolean;
}

/** How many groups there are. */
export function groupsOf({ batch, channels, together, acrossBatch }: Grouping): number {
  return (acrossBatch ? 1 : batch) * (channels / together);
}

/** How many numbers a group holds. */
export function countOf({ batch, inner, together, acrossBatch }: Grouping): number {
  return (acrossBatch ? batch : 1) * together * inner;
}

/** Calls `visit` for each channel of each sample, whose numbers lie at `start` up to, without, `end`. */
export function forEachRow(
  { batch, channels, inner, together, acrossBatch }: Grouping,
  visit: (start: number, end: number, group: number, channel: number) => void,
): void {
  const groupsPerSample = channels / together;
  let start = 0;
  for (let sample = 0; sample < batch; sample++) {
    const first = acrossBatch ? 0 : sample * groupsPerSample;
    for (let channel = 0; channel < channels; channel++) {
      visit(start, start + inner, first + Math.floor(channel / together), channel);
      start += inner;
    }
  }
}
