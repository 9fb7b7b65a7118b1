import type { SourceFile, Statement, TransformerFactory, Visitor } from "@tslab/typescript-for-tslab";
import { checkMemory } from "./memory.ts";
import type { TypeScriptApi } from "./tslab.ts";

/** What the flag holds besides the number of a turn. */
const [down, memoryAsked] = [0, -1];
/** The two numbers that the threads share. */
const [flag, state] = [0, 1];
/** What the state holds below the number of the turn. */
const [waiting, computing, signalled] = [0, 1, 2];
const stageBits = 2;
const mostTurns = 2 ** 28;
/** A signal that was sent is there long before, milliseconds. */
const longestSignal = 1000;
/** Name under which the loops of cells find the flag. */
const globalName = "__layerbook__";

/**
 * A flag that another thread can raise while a cell computes, and that every loop of a cell looks at. A signal stops a
 * script only until its first `await`; a loop behind it would keep the thread, and signals and messages wait.
 *
 * An interrupt is for what runs when it comes, not for anything later. So the time of the cells' thread is cut into turns,
 * which are numbered: one for each cell, and one between two cells, in which the flag is for what the earlier ones left
 * behind. The flag is raised for a turn; of an earlier one it is as good as down. A signal carries no number: it is sent
 * only to a script of the turn that is interrupted, and the script does not end before it has come.
 */
export class InterruptFlag {
  readonly buffer: SharedArrayBuffer;
  readonly #shared: Int32Array;

  /** @param buffer the other thread's; its own by default, for the thread that runs the cells */
  constructor(buffer?: SharedArrayBuffer) {
    this.buffer = buffer ?? new SharedArrayBuffer(8);
    this.#shared = new Int32Array(this.buffer);
    if (!buffer) this.#enter(1);
  }

  /** Whether the flag is raised for this turn. */
  get isRaised(): boolean {
    return Atomics.load(this.#shared, flag) === this.#turn;
  }

  /** Whether this is the turn and the flag is raised for it. */
  isRaisedFor(turn: number): boolean {
    return turn === this.#turn && this.isRaised;
  }

  /** Raises the flag for this turn; returns the turn's number. */
  raise(): number {
    for (;;) {
      const turn = this.#turn;
      Atomics.store(this.#shared, flag, turn);
      // Else the turn has ended meanwhile, perhaps before it could see the flag.
      if (turn === this.#turn) return turn;
    }
  }

  lower(): void {
    Atomics.store(this.#shared, flag, down);
  }

  /** Has the next loop look at the memory, unless the flag is raised. */
  askForMemory(): void {
    Atomics.compareExchange(this.#shared, flag, down, memoryAsked);
  }

  /** Begins the turn of a cell. A flag that is still raised was meant for it: the cell had been sent, but not yet begun. */
  begin(): void {
    const [before, turn] = [this.#turn, this.#nextTurn];
    this.#enter(turn);
    const seen = Atomics.exchange(this.#shared, flag, down);
    if (seen === before || seen === turn) Atomics.store(this.#shared, flag, turn);
  }

  /** Ends the turn of a cell: interrupts that are for it are void. */
  end(): void {
    this.#enter(this.#nextTurn);
  }

  /** Whether a signal may be sent to this turn: a script runs, and none was sent. Who is told so must send it. */
  claimSignal(turn: number): boolean {
    return this.#move(turn, computing, signalled);
  }

  /**
   * Runs what a script of `node:vm` with `breakOnSigint` consists of: while it runs, signals may be sent.
   * Throws an InterruptedError when this turn has been interrupted already.
   */
  readonly compute = <T>(body: () => T): T => {
    if (this.isRaised) throw new InterruptedError();
    const turn = this.#turn;
    const isOutermost = this.#move(turn, waiting, computing);
    try {
      return body();
    } finally {
      // A signal that has been sent ends the script here, rather than whatever comes after it.
      if (isOutermost && !this.#move(turn, computing, waiting)) {
        Atomics.wait(this.#shared, state, (turn << stageBits) | signalled, longestSignal);
      }
    }
  };

  /** Says that no script runs any more: one that was ended from outside could not. */
  stopComputing(): void {
    this.#enter(this.#turn);
  }

  /** Makes the flag known to cells. It stays raised until the cell has ended, so that a `catch` does not lower it. */
  install(): void {
    const stop = () => {
      const seen = Atomics.load(this.#shared, flag);
      if (seen === this.#turn) throw new InterruptedError();
      // The memory was asked for, or an earlier turn was meant.
      Atomics.compareExchange(this.#shared, flag, seen, down);
      checkMemory();
    };
    const value = { flag: this.#shared, stop, compute: this.compute };
    Object.defineProperty(globalThis, globalName, { value, configurable: true });
  }

  get #turn(): number {
    return Atomics.load(this.#shared, state) >> stageBits;
  }

  get #nextTurn(): number {
    return (this.#turn % mostTurns) + 1;
  }

  #enter(turn: number): void {
    Atomics.store(this.#shared, state, (turn << stageBits) | waiting);
  }

  /** Whether the turn was in the one stage, and is now in the other. */
  #move(turn: number, from: number, to: number): boolean {
    const [before, after] = [(turn << stageBits) | from, (turn << stageBits) | to];
    return Atomics.compareExchange(this.#shared, state, before, after) === before;
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

/** What is put around a cell's JavaScript, so that signals may be sent while it computes. */
export const computed: {
  readonly plain: readonly [string, string];
  readonly async: readonly [string, string];
} = {
  plain: [`return ${globalName}.compute(() => { `, "\n});"],
  async: [`return ${globalName}.compute(async () => { `, "\n});"],
};

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
