/** An image as its data's file has it: eight rows of counts from 0 to 16. */
export function sixteenths(image: Float32Array): number[][] {
  return Array.from({ length: 8 }, (_, row) => [...image.subarray(row * 8, row * 8 + 8)].map((n) => n * 16));
}
