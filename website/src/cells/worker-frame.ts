import { type FromWorker, readFromWorker, type ToWorker } from "../../runner/messages.ts";

/**
 * A worker inside a sandboxed frame: the only place where cells run. It has no origin, so that the page's document,
 * storage and network are out of its reach; messages count only when they come from this frame and have a known form.
 */
export class WorkerFrame {
  readonly #frame: HTMLIFrameElement;
  readonly #listening = new AbortController();

  /** @param folder address of the folder with frame.htm and worker.js, with a slash at its end */
  constructor(folder: string, onMessage: (message: FromWorker) => void) {
    this.#frame = document.createElement("iframe");
    this.#frame.setAttribute("sandbox", "allow-scripts");
    this.#frame.hidden = true;
    this.#frame.title = "Runner of cells";
    this.#frame.src = `${folder}frame.htm`;
    window.addEventListener(
      "message",
      ({ source, data }) => {
        if (source !== this.#frame.contentWindow) return;
        if (data?.type === "frame") {
          void this.#sendWorker(`${folder}worker.js`, onMessage);
          return;
        }
        // Only a cell that posts by itself sends what cannot be read, and it may send without end.
        const reason = "a cell posted a message, which only its outputs may";
        onMessage(readFromWorker(data) ?? { type: "crash", reason });
      },
      { signal: this.#listening.signal },
    );
    document.body.append(this.#frame);
  }

  send(message: ToWorker): void {
    this.#post(message);
  }

  /** Ends the worker at once, whatever it does. */
  close(): void {
    this.#listening.abort();
    this.#frame.remove();
  }

  /** The worker's text goes through the page, because the frame may load nothing. */
  async #sendWorker(address: string, onMessage: (message: FromWorker) => void): Promise<void> {
    try {
      this.#post(await fetchText(address, this.#listening.signal));
    } catch (error) {
      if (!this.#listening.signal.aborted) onMessage({ type: "crash", reason: (error as Error).message });
    }
  }

  #post(value: unknown): void {
    // A frame without an origin cannot be addressed by one.
    this.#frame.contentWindow?.postMessage(value, "*");
  }
}

/** @throws {Error} naming the address and the status when the server does not give it */
export async function fetchText(address: string, signal?: AbortSignal): Promise<string> {
  const response = await fetch(address, signal ? { signal } : {});
  if (!response.ok) throw new Error(`${address}: ${response.status} ${response.statusText}`);
  return response.text();
}
