/** Prints a step as it goes: a live line in a terminal, one line at its beginning and end elsewhere. */
export class Progress {
  #stream;
  #live;
  #title = "";
  #latest = "";
  #begun = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /** @param {NodeJS.WriteStream} stream */
  constructor(stream = process.stdout) {
    this.#stream = stream;
    this.#live = stream.isTTY === true && process.env.CI === undefined;
  }

  /** @param {string} title */
  begin(title) {
    this.#title = title;
    this.#latest = "";
    this.#begun = Date.now();
    if (!this.#live) {
      this.#stream.write(`${title} ...\n`);
      return;
    }
    this.#draw();
    this.#timer = setInterval(() => this.#draw(), 200);
    this.#timer.unref();
  }

  /** @param {string} line what the step's command says */
  say(line) {
    this.#latest = line;
  }

  /** The step is done. */
  end() {
    this.#stop();
    this.#stream.write(`${this.#title}: done in ${this.#seconds()} s\n`);
  }

  /** The step was not finished. */
  fail() {
    if (this.#timer) this.#stop();
  }

  #seconds() {
    return Math.max(1, Math.round((Date.now() - this.#begun) / 1000));
  }

  #stop() {
    clearInterval(this.#timer);
    this.#timer = undefined;
    if (this.#live) this.#stream.write("\r\x1b[K");
  }

  #draw() {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: removes the colours of a command's output
    const latest = this.#latest.replace(/\x1b\[[\d;]*[A-Za-z]/g, "").replace(/[\x00-\x1f]/g, " ");
    const line = `${this.#title} ... ${this.#seconds()} s  ${latest}`;
    this.#stream.write(`\r\x1b[K${line.slice(0, (this.#stream.columns ?? 80) - 1)}`);
  }
}
