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

function answer(types: PageTypes, { subject, parameters }: Question): unknown {
  return (types[subject] as (...parameters: unknown[]) => unknown).apply(types, parameters);
}

load().then(
  (types) => {
    self.addEventListener("message", ({ data }: MessageEvent<Question>) =>
      send({ type: "answer", number: data.number, answer: answer(types, data) }),
    );
    send({ type: "ready" });
  },
  (error: Error) => send({ type: "failed", reason: error.message }),
);
