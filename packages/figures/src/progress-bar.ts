import { atCellEnd } from "./host.ts";
import { LiveDisplay, Pace } from "./live-display.ts";
import { groupDigits } from "./numbers.ts";
import { TerminalBlock } from "./terminal-block.ts";

declare const console: { error(text: string): void };

/** Milliseconds between two drawings, and between two lines in a file or a pipe, where nothing can be drawn again. */
const interval = 100;
const lineInterval = 10_000;

/** The bars that run now, the outer first, and the one output that all of them are drawn in. */
let current: BarGroup | undefined;

/** A bar and those that were begun while it ran. */
class BarGroup {
  readonly #bars: Bar[] = [];
  readonly #display = new LiveDisplay();
  readonly #block = new TerminalBlock();
  readonly #pace = new Pace(interval, () => this.#draw());
  #lastLine = Date.now();
  #settled = false;

  add(bar: Bar): void {
    this.#bars.push(bar);
    if (this.#bars.length > 1) this.#pace.changed();
    else {
      atCellEnd(this.#settle);
      this.#pace.drawNow();
    }
  }

  changed(): void {
    this.#settled = false;
    this.#pace.changed();
  }

  /** A bar has ended: an inner one goes, the outermost stays in its last state. */
  ended(bar: Bar): void {
    const place = this.#bars.indexOf(bar);
    if (place > 0) this.#bars.splice(place, 1);
    if (this.#bars.some(({ running }) => running)) this.#pace.changed();
    else {
      if (current === this) current = undefined;
      this.#pace.drawNow();
    }
  }

  /** The cell is over. What still runs was left behind, or was stopped from outside; it may go on drawing. */
  readonly #settle = (): void => {
    if (current === this) current = undefined;
    this.#settled = true;
    this.#pace.drawNow();
  };

  #draw(): void {
    const settled = this.#settled;
    const [outer] = this.#bars as [Bar];
    const last = !this.#bars.some(({ running }) => running);
    const shown = settled ? [outer] : this.#bars;
    const width = Math.max(...shown.map(({ label }) => label.length));
    const lines = shown.map((bar) => bar.text(last ? 0 : width, settled));
    if (this.#display.show({ "text/plain": lines.join("\n") })) return;
    if (this.#block.write(lines, last)) return;
    if (!last && Date.now() - this.#lastLine < lineInterval) return;
    this.#lastLine = Date.now();
    for (const line of lines) console.error(line);
  }
}

/** How far a loop has come. */
export class Bar {
  readonly label: string;
  readonly #total: number | undefined;
  readonly #group: BarGroup;
  readonly #started = Date.now();
  #stepped = this.#started;
  #count = 0;
  #state: "running" | "finished" | "stopped" = "running";

  constructor(total: number | undefined, label: string) {
    this.label = label;
    this.#total = total;
    current ??= new BarGroup();
    this.#group = current;
    this.#group.add(this);
  }

  get running(): boolean {
    return this.#state === "running";
  }

  step(): void {
    this.#count++;
    this.#stepped = Date.now();
    this.#group.changed();
  }

  finish(): void {
    this.#end("finished");
  }

  /** Does nothing to a bar that has finished. */
  stop(): void {
    this.#end("stopped");
  }

  /** The bar in one line, after its label in `width` characters; of one that is settled nothing that depends on time. */
  text(width: number, settled: boolean): string {
    const state = this.running && settled ? "stopped" : this.#state;
    const times = state === "running" ? this.#times() : [];
    const size = this.#total === undefined ? [] : [barText(this.#count, this.#total)];
    const parts = [this.#countText(), ...times, ...(state === "stopped" ? ["stopped"] : [])];
    const label = this.label === "" ? [] : [this.label.padEnd(width)];
    return [...label, ...size, parts.join(" · ")].join("  ");
  }

  #end(state: "finished" | "stopped"): void {
    if (!this.running) return;
    this.#state = state;
    this.#group.ended(this);
  }

  #countText(): string {
    const done = groupDigits(this.#count);
    return this.#total === undefined ? done : `${done} of ${groupDigits(this.#total)}`;
  }

  /** Rate and remaining time, as soon as there is something to tell them from. */
  #times(): string[] {
    const each = (this.#stepped - this.#started) / 1000 / this.#count;
    if (!(each > 0)) return [];
    const rate = rateText(1 / each);
    if (this.#total === undefined || this.#count > this.#total) return [rate];
    // Part of the next step has passed already.
    const left = each * (this.#total - this.#count) - (Date.now() - this.#stepped) / 1000;
    return [rate, `${durationText(Math.max(0, left))} left`];
  }
}

const cells = 24;

function barText(count: number, total: number): string {
  const filled = total > 0 ? Math.min(cells, Math.floor((count / total) * cells)) : cells;
  return "█".repeat(filled) + "░".repeat(cells - filled);
}

/** `3.2/s`, or for what is slower than one in a second `2.5 s each`. */
function rateText(perSecond: number): string {
  if (perSecond < 1) return `${twoDigits(1 / perSecond)} s each`;
  return `${twoDigits(perSecond)}/s`;
}

function twoDigits(value: number): string {
  return value < 10 ? value.toFixed(1) : groupDigits(Math.round(value));
}

/** `0:04`, `12:30`, `1:00:05`. */
function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number): string => String(n).padStart(2, "0");
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
