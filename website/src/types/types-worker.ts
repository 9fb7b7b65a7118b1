import type { FromTypesWorker, Question, Subject, TypesOf } from "../../types/messages.ts";

/** What the worker and its files weigh on their way to the reader, packed; a test weighs them. */
export const typesSize = "1.1 MB";

/** The worker that knows types, and who waits for its answers. */
export class TypesWorker {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (message: FromTypesWorker & { type: "answer" }) => void>();
  #questions = 0;

  private constructor(worker: Worker) {
    this.#worker = worker;
    worker.addEventListener("message", ({ data }: MessageEvent<FromTypesWorker>) => {
      if (data.type !== "answer") return;
      this.#waiting.get(data.number)?.(data);
      this.#waiting.delete(data.number);
    });
  }

  /**
   * Starts the worker, which loads the compiler and the declarations.
   *
   * @param folder address of the folder with worker.js and files.json, with a slash at its end
   * @param signal ends the worker, at any time; what was asked stays without an answer
   * @throws {Error} when something does not load
   */
  static load(folder: string, signal: AbortSignal): Promise<TypesWorker> {
    const worker = new Worker(`${folder}worker.js`);
    return new Promise((resolve, reject) => {
      signal.addEventListener("abort", () => {
        worker.terminate();
        reject(signal.reason);
      });
      worker.addEventListener("error", () => reject(new Error(`${folder}worker.js did not load`)));
      worker.addEventListener("message", ({ data }: MessageEvent<FromTypesWorker>) => {
        if (data.type === "ready") resolve(new TypesWorker(worker));
        else if (data.type === "failed") reject(new Error(data.reason));
      });
    });
  }

  /** Asks one of the questions of `TypesOf`. */
  ask<S extends Subject>(subject: S, ...parameters: Parameters<TypesOf[S]>): Promise<ReturnType<TypesOf[S]>> {
    this.#questions += 1;
    const question: Question = { number: this.#questions, subject, parameters };
    this.#worker.postMessage(question);
    return new Promise((resolve, reject) => {
      this.#waiting.set(question.number, ({ answer, problem }) => {
        if (problem === undefined) resolve(answer as ReturnType<TypesOf[S]>);
        else reject(new Error(problem));
      });
    });
  }
}
