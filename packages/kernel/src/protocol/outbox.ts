/** The part of a ZeroMQ socket that sends. */
interface SendingSocket {
  send(frames: Uint8Array[]): Promise<void>;
}

/**
 * Sends messages in order. ZeroMQ takes a message at once while it can, so that output leaves even from a loop that
 * never yields, but refuses one while another is being sent: those wait here.
 */
export class Outbox {
  readonly #socket: SendingSocket;
  readonly #waiting: Uint8Array[][] = [];
  #last: Promise<void> = Promise.resolve();

  constructor(socket: SendingSocket) {
    this.#socket = socket;
  }

  send(frames: Uint8Array[]): void {
    if (this.#waiting.length === 0 && this.#trySend(frames)) return;
    this.#waiting.push(frames);
    if (this.#waiting.length === 1) this.#sendWaiting();
  }

  /** Resolves when everything given so far has been handed to ZeroMQ. */
  async sent(): Promise<void> {
    while (this.#waiting.length > 0) await this.#last;
    await this.#last;
  }

  /** Whether the socket took the frames; a closed socket takes and drops them. */
  #trySend(frames: Uint8Array[]): boolean {
    try {
      this.#last = this.#socket.send(frames).catch(() => {});
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code !== "EBUSY";
    }
  }

  #sendWaiting(): void {
    this.#last = this.#last.then(() => {
      while (this.#waiting.length > 0 && this.#trySend(this.#waiting[0]!)) this.#waiting.shift();
      if (this.#waiting.length > 0) this.#sendWaiting();
    });
  }
}
