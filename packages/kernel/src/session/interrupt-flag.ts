import type { SourceFile, Statement, TransformerFactory, Visitor } from "@tslab/typescript-for-tslab";
import { checkMemory } from "./memory.ts";
import type { TypeScriptApi } from "./tslab.ts";

const [down, raised, memoryAsked] = [0, 1, 2];
/** Name under which the loops of cells find the flag. */
const globalName = "__layerbook__";

/**
 * A flag that another thread can raise while a cell computes, and that every loop of a cell looks at. A signal stops a
 * script only until its first `await`; a loop behind it would keep the thread, and signals and messages wait.
 */
export class InterruptFlag {
  readonly buffer: SharedArrayBuffer;
  readonly #flag: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(4)) {
    this.buffer = buffer;
    this.#flag = new Int32Array(buffer);
  }

  get isRaised(): boolean {
    return Atomics.load(this.#flag, 0) === raised;
  }

  raise(): void {
    Atomics.store(this.#flag, 0, raised);
  }

  lower(): void {
    Atomics.store(this.#flag, 0, down);
  }

  /** Has the next loop look at the memory, unless the flag is raised. */
  askForMemory(): void {
    Atomics.compareExchange(this.#flag, 0, down, memoryAsked);
  }

  /** Makes the flag known to cells. It stays raised until the cell has ended, so that a `catch` does not lower it. */
  install(): void {
    const stop = () => {
      if (this.isRaised) throw new InterruptedError();
      Atomics.compareExchange(this.#flag, 0, memoryAsked, down);
      checkMemory();
    };
    Object.defineProperty(globalThis, globalName, { value: { flag: this.#flag, stop }, configurable: true });
  }
}

/** What a loop throws when the flag is raised. */
export class InterruptedError extends Error {
  override readonly name = "Interrupted";

  constructor() {
    super("The cell was interrupted");
  }
}

/** Whether what was thrown ends a cell that was interrupted: by the flag, or by a signal through `node:vm`. */
export function isInterrupt(thrown: unknown): boolean {
  if (thrown instanceof InterruptedError) return true;
  return (thrown as { code?: unknown } | null | undefined)?.code === "ERR_SCRIPT_EXECUTION_INTERRUPTED";
}

/** Puts a look at the flag at the start of every loop's body: `if (__layerbook__.flag[0]) __layerbook__.stop();` */
export function loopChecks(ts: TypeScriptApi): TransformerFactory<SourceFile> {
  const { factory } = ts;
  const member = (name: string) =>
    factory.createPropertyAccessExpression(factory.createIdentifier(globalName), name);
  const check = () =>
    factory.createIfStatement(
      factory.createElementAccessExpression(member("flag"), 0),
      factory.createExpressionStatement(factory.createCallExpression(member("stop"), undefined, [])),
    );
  const checked = (body: Statement) =>
    factory.createBlock([check(), ...(ts.isBlock(body) ? body.statements : [body])], true);

  return (context) => (file) => {
    const visit: Visitor = (node) => {
      const inner = ts.visitEachChild(node, visit, context);
      if (ts.isWhileStatement(inner)) {
        return factory.updateWhileStatement(inner, inner.expression, checked(inner.statement));
      }
      if (ts.isDoStatement(inner)) {
        return factory.updateDoStatement(inner, checked(inner.statement), inner.expression);
      }
      if (ts.isForStatement(inner)) {
        const { initializer, condition, incrementor, statement } = inner;
        return factory.updateForStatement(inner, initializer, condition, incrementor, checked(statement));
      }
      if (ts.isForOfStatement(inner)) {
        const { awaitModifier, initializer, expression, statement } = inner;
        return factory.updateForOfStatement(
          inner,
          awaitModifier,
          initializer,
          expression,
          checked(statement),
        );
      }
      if (ts.isForInStatement(inner)) {
        const { initializer, expression, statement } = inner;
        return factory.updateForInStatement(inner, initializer, expression, checked(statement));
      }
      return inner;
    };
    return ts.visitEachChild(file, visit, context);
  };
}
