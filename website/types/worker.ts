import type { FromTypesWorker, Question } from "./messages.ts";
import { PageTypes } from "./page-types.ts";

// A worker of the page's own: it reads cells and never runs them.
const send: (message: FromTypesWorker) => void = self.postMessage.bind(self);

async function load(): Promise<PageTypes> {
  const address = new URL("files.json", self.location.href);
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return new PageTypes((await response.json()) as Record<string, string>);
}

function answer(types: PageTypes, { number, subject, parameters }: Question): FromTypesWorker {
  try {
    const method = types[subject] as (...parameters: unknown[]) => unknown;
    return { type: "answer", number, answer: method.apply(types, parameters) };
  } catch (error) {
    return { type: "answer", number, problem: (error as Error).message };
  }
}

load().then(
  (types) => {
    self.addEventListener("message", ({ data }: MessageEvent<Question>) => send(answer(types, data)));
    send({ type: "ready" });
  },
  (error: Error) => send({ type: "failed", reason: error.message }),
);
