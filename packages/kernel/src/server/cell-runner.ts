import type { JsonObject, Message } from "../protocol/message.ts";
import type { CellError } from "../session/errors.ts";
import type { CellOutcome, Session } from "../session/session.ts";
import { CellOutput, type CurrentOutput, type Publish } from "./cell-output.ts";
import type { History } from "./history.ts";

/** Runs the cells of execute requests: numbers them, publishes what they show, remembers them, makes up the replies. */
export class CellRunner {
  readonly #publish: Publish;
  readonly #output: CurrentOutput;
  readonly #history: History;
  /** Number of the last cell that was counted. */
  #count = 0;
  /** Code that is not counted has numbers of its own, below zero, so that it takes no other's place in stacks. */
  #uncounted = 0;

  constructor(publish: Publish, output: CurrentOutput, history: History) {
    this.#publish = publish;
    this.#output = output;
    this.#history = history;
  }

  /** Runs a cell and resolves to the reply's content. Never rejects. */
  async run(request: Message, cells: Session): Promise<JsonObject> {
    const { content } = request;
    const silent = content.silent === true;
    const isCounted = !silent && content.store_history !== false;
    const code = String(content.code ?? "");
    const cell = isCounted ? ++this.#count : --this.#uncounted;
    const execution_count = this.#count;
    const output = new CellOutput(this.#publish, request, silent);
    output.input(code, execution_count);
    const outcome = await this.#output.run(output, () => cells.execute(code, cell));
    this.#output.run(output, () => output.end());
    const published = publishOutcome(outcome, output, execution_count);
    if ("error" in published) {
      if (isCounted) this.#history.add(cell, code, undefined);
      return {
        ...errorContent(published.error),
        execution_count,
        payload: [],
        user_expressions: {},
      };
    }
    const { shown, page } = published;
    if (isCounted) this.#history.add(cell, code, shown?.result.data["text/plain"]);
    const user_expressions = await this.#evaluate(content.user_expressions, cells, output);
    output.flush();
    const payload = page ? [{ source: "page", data: page.data, start: 0 }] : [];
    return { status: "ok", execution_count, payload, user_expressions };
  }

  /** The values of a request's user_expressions, each by its name. */
  async #evaluate(expressions: unknown, cells: Session, output: CellOutput): Promise<JsonObject> {
    const values: Record<string, JsonObject> = {};
    for (const [name, expression] of Object.entries(expressions ?? {})) {
      // In parentheses nothing but an expression compiles: a question about a state cannot change it by a declaration.
      const code = `(${expression}\n)`;
      values[name] = expressionContent(
        await this.#output.run(output, () => cells.execute(code, --this.#uncounted)),
      );
    }
    return values;
  }
}

/**
 * Publishes what a cell came to: its result, or its error. A result that no message can hold, such as a text of half a
 * gigabyte, makes an error of it; so does an error.
 */
function publishOutcome(outcome: CellOutcome, output: CellOutput, count: number): CellOutcome {
  try {
    if ("error" in outcome) output.error(outcome.error);
    else {
      for (const picture of outcome.shown?.pictures ?? []) output.display(picture, undefined, false);
      if (outcome.shown) output.result(outcome.shown.result, count);
    }
    return outcome;
  } catch (thrown) {
    const what = "error" in outcome ? "error" : "result";
    const name = "RangeError";
    const message = `Cannot show the cell's ${what}: it does not fit into a message (${(thrown as Error).message})`;
    const error = { name, message, traceback: [`${name}: ${message}`] };
    output.error(error);
    return { error };
  }
}

function expressionContent(outcome: CellOutcome): JsonObject {
  if ("error" in outcome) return errorContent(outcome.error);
  const { data, metadata } = outcome.shown?.result ?? { data: { "text/plain": "undefined" }, metadata: {} };
  return { status: "ok", data, metadata };
}

function errorContent({ name: ename, message: evalue, traceback }: CellError): JsonObject {
  return { status: "error", ename, evalue, traceback };
}
