import { Script } from "node:vm";

const bodySymbol = Symbol.for("layerbook.limited");
const script = new Script(`globalThis[Symbol.for("layerbook.limited")]()`);

/** Runs `body` for at most so many milliseconds; throws what it throws, or that the time is over. */
export type TimeLimit = <T>(milliseconds: number, body: () => T) => T;

/**
 * Runs `body` for at most so many milliseconds, whatever loops it is in; an interrupt ends it too.
 * Throws what `body` throws, or an Error whose code is ERR_SCRIPT_EXECUTION_TIMEOUT or ERR_SCRIPT_EXECUTION_INTERRUPTED.
 */
export function withinTime<T>(milliseconds: number, body: () => T): T {
  const outer = Object.getOwnPropertyDescriptor(globalThis, bodySymbol);
  Object.defineProperty(globalThis, bodySymbol, { value: body, configurable: true });
  try {
    return script.runInThisContext({ timeout: milliseconds, breakOnSigint: true }) as T;
  } finally {
    if (outer) Object.defineProperty(globalThis, bodySymbol, outer);
    else Reflect.deleteProperty(globalThis, bodySymbol);
  }
}
