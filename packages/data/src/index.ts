export type { Batches, BatchOptions } from "./batches.ts";
export { batches } from "./batches.ts";
export { bookText } from "./book-text.ts";
export { digits } from "./digits.ts";
export { brick, camera, chelsea } from "./photographs.ts";
export { decodePng, encodePng } from "./png.ts";
