/** Lines of a terminal that are written again in their place. */
interface Block {
  lines: readonly string[];
  ended: boolean;
}

interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The stream for people, which stays apart from what a program writes as its output. */
function terminal(): TerminalStream | undefined {
  const { process } = globalThis as { process?: { stderr?: TerminalStream } };
  return process?.stderr?.isTTY ? process.stderr : undefined;
}

let blocks: Block[] = [];
let written = 0;

/** A block below those that there are; undefined where there is no terminal. */
export class TerminalBlock {
  readonly #block: Block = { lines: [], ended: false };

  /** Writes the lines in the place of those before; false where there is no terminal. After the last no more can follow. */
  write(lines: readonly string[], last = false): boolean {
    const stream = terminal();
    if (!stream) return false;
    if (!blocks.includes(this.#block)) blocks.push(this.#block);
    this.#block.lines = lines;
    this.#block.ended = last;
    redraw(stream);
    return true;
  }
}

/** Writes all blocks, first those that have ended, which stay as they are from here on. */
function redraw(stream: TerminalStream): void {
  const width = (stream.columns ?? 80) - 1;
  const inOrder = [...blocks].sort((a, b) => Number(b.ended) - Number(a.ended));
  const texts = inOrder
    .flatMap(({ lines }) => lines)
    .map((line) => `${[...line].slice(0, width).join("")}\u001b[K\n`);
  stream.write(`${written > 0 ? `\u001b[${written}A` : ""}${texts.join("")}\u001b[J`);
  blocks = blocks.filter(({ ended }) => !ended);
  written = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
}
