import { createMessage, type Message } from "../protocol/message.ts";
import type { CellOutput } from "./cell-output.ts";

/** The question that is shown now. */
interface OpenQuestion {
  readonly id: string;
  answer(text: string): void;
}

/** What cells ask the person in front of the client, over the stdin channel. One question at a time, in order. */
export class Questions {
  readonly #send: (message: Message) => void;
  readonly #session: string;
  #earlier: Promise<unknown> = Promise.resolve();
  #open: OpenQuestion | undefined;
  readonly #closed = new Set<string>();

  /** @param send sends on the stdin channel */
  constructor(send: (message: Message) => void, session: string) {
    this.#send = send;
    this.#session = session;
  }

  /** Resolves to the answer. Rejects when the client takes no questions, and when the cell ends before the answer. */
  ask(cell: CellOutput | undefined, prompt: string, password: boolean): Promise<string> {
    const answer = this.#earlier.then(() => this.#ask(cell, prompt, password));
    this.#earlier = answer.catch(() => {});
    return answer;
  }

  /** Takes a message of the stdin channel: the answer to the open question. A late answer to another is dropped. */
  receive({ header, parentHeader, content }: Message): void {
    // Not every client says which question it answers.
    if (header.msg_type !== "input_reply" || this.#closed.has(parentHeader.msg_id ?? "")) return;
    this.#open?.answer(String(content.value ?? ""));
  }

  async #ask(cell: CellOutput | undefined, prompt: string, password: boolean): Promise<string> {
    if (cell?.request.content.allow_stdin !== true) {
      throw new Error(
        `Cannot ask ${JSON.stringify(prompt)}: whoever runs this cell takes no questions (allow_stdin is not true)`,
      );
    }
    const content = { prompt, password };
    const message = createMessage("input_request", content, { session: this.#session, parent: cell.request });
    const id = message.header.msg_id;
    try {
      return await new Promise<string>((resolve, reject) => {
        const unanswered = new Error(
          `Cannot wait for the answer to ${JSON.stringify(prompt)}: its cell has ended (await input() in the cell)`,
        );
        if (!cell.atEnd(() => reject(unanswered))) throw unanswered;
        cell.flush();
        this.#open = { id, answer: resolve };
        this.#send(message);
      });
    } finally {
      this.#open = undefined;
      this.#closed.add(id);
    }
  }
}
