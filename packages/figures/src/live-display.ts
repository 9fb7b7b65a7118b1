import type { MimeBundle } from "./bundle.ts";
import { atCellEnd, sendToHost } from "./host.ts";

/** In every host that we run in, but in none of the libraries that this package compiles against. */
declare function setTimeout(callback: () => void, milliseconds: number): unknown;
declare function clearTimeout(timer: unknown): void;

/** Told apart from those of another copy of this package and of an earlier kernel; no output holds it. */
const origin = Math.random().toString(36).slice(2);
let displays = 0;

/** One output that is drawn again in its place. */
export class LiveDisplay {
  readonly #id = `layerbook-${origin}-${++displays}`;
  #shown = false;

  /** Shows the bundle, at first as a new output; false where there is no host to show it. */
  show(bundle: MimeBundle): boolean {
    const sent = sendToHost(bundle, { displayId: this.#id, update: this.#shown });
    this.#shown ||= sent;
    return sent;
  }
}

/**
 * Draws what changes often, at most once in `interval` milliseconds. The last change is always drawn: by a timer where
 * code waits, and else when the cell ends, for code that computes lets no timer through.
 */
export class Pace {
  readonly #interval: number;
  readonly #draw: () => void;
  #last = Number.NEGATIVE_INFINITY;
  #timer: unknown;

  constructor(interval: number, draw: () => void) {
    this.#interval = interval;
    this.#draw = draw;
  }

  /** To be called after each change. */
  changed(): void {
    const wait = this.#last + this.#interval - Date.now();
    // A clock that was set back must not stop the drawing.
    if (wait <= 0 || wait > this.#interval) this.drawNow();
    else if (this.#timer === undefined) {
      this.#timer = setTimeout(this.#drawWaiting, wait);
      atCellEnd(this.#drawWaiting);
    }
  }

  /** What waits to be drawn is not drawn: somebody else does. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  drawNow(): void {
    this.stop();
    this.#draw();
    // What drawing takes does not count, or code would do nothing else where drawing is slow.
    this.#last = Date.now();
  }

  readonly #drawWaiting = (): void => {
    if (this.#timer !== undefined) this.drawNow();
  };
}
