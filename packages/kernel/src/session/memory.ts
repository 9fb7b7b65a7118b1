import { totalmem } from "node:os";
import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** Bytes that are in use and that there are. */
export interface MemoryUse {
  /** JavaScript's objects. */
  readonly heapUsed: number;
  /** What they may take before the engine ends the process. */
  readonly heapLimit: number;
  /** The numbers of typed arrays, which lie outside the heap. */
  readonly external: number;
  /** Memory of the machine, or of the container. */
  readonly machine: number;
}

/** Bytes of the heap that are never full of what cells hold: the engine's room for new objects, 192 MB, and to work in. */
const workingRoom = 300 * 2 ** 20;
/** Above this share the system begins to swap, or kills the process. */
const largestShareOfMachine = 0.9;
const gigabyte = 2 ** 30;

let collect: (() => void) | undefined;

/** What a loop throws when the memory is nearly used up. Without it the engine would end the kernel, and the cells' values. */
export class OutOfMemoryError extends RangeError {
  override readonly name = "OutOfMemoryError";
}

/** Throws an OutOfMemoryError when what the cells hold leaves too little room, garbage not counted. */
export function checkMemory(): void {
  if (!memoryShortage(memoryUse())) return;
  collectGarbage();
  const shortage = memoryShortage(memoryUse());
  if (shortage) throw new OutOfMemoryError(shortage);
}

/** Says that too little memory is left, and what to do; undefined when there is enough. */
export function memoryShortage({ heapUsed, heapLimit, external, machine }: MemoryUse): string | undefined {
  // A tenth of a large heap; of a small one, in which the engine makes do with less, a third.
  const heapIsFull = heapUsed > heapLimit - Math.max(heapLimit / 10, Math.min(workingRoom, heapLimit / 3));
  const held = heapUsed + external;
  if (!heapIsFull && held <= machine * largestShareOfMachine) return undefined;
  const [used, limit] = heapIsFull ? [heapUsed, heapLimit] : [held, machine];
  const inGigabytes = (bytes: number) => (bytes / gigabyte).toFixed(1);
  return `Out of memory: the cells hold ${inGigabytes(used)} of ${inGigabytes(limit)} GB. Let go of what is no longer needed, or restart the kernel`;
}

function memoryUse(): MemoryUse {
  const {
    used_heap_size: heapUsed,
    heap_size_limit: heapLimit,
    external_memory: external,
  } = getHeapStatistics();
  // 0, or more than there is, when nothing holds the process back.
  const machine = Math.min(totalmem(), process.constrainedMemory?.() || Number.POSITIVE_INFINITY);
  return { heapUsed, heapLimit, external, machine };
}

/** What is no longer reachable must not count; the engine itself would wait until the heap is full. */
function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  collect ??= runInNewContext("gc") as () => void;
  collect();
}
