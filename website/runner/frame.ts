// The script of the frame that scripts/assets.mjs writes: one worker, started from a text that the page sends, and messages passed on.
// The frame is sandboxed without an origin and its policy allows nothing but this script and a worker from a blob, which
// inherits the policy: no request, no storage, no document of the page can be reached from a cell.

let worker: Worker | undefined;

function tellPage(message: unknown): void {
  // A frame without an origin cannot be addressed by one, nor can its page be: the page checks the source.
  parent.postMessage(message, "*");
}

function start(text: unknown): void {
  const url = URL.createObjectURL(new Blob([String(text)], { type: "text/javascript" }));
  worker = new Worker(url);
  worker.onmessage = ({ data }) => tellPage(data);
  worker.onerror = ({ message }) =>
    tellPage({ type: "crash", reason: String(message || "the worker ended") });
}

addEventListener("message", ({ source, origin, data }) => {
  // With an origin, framed by a stranger's page, cells could reach what the site has stored.
  if (source !== parent || origin !== location.origin || self.origin !== "null") return;
  if (worker) worker.postMessage(data);
  else start(data);
});

tellPage({ type: "frame" });
