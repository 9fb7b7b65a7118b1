/** A page that breaks the grammar. The message reads `file:line: what is wrong, and how to fix it`. */
export class PageError extends Error {
  override readonly name: string = "PageError";
  readonly path: string;
  /** Line in the page, from 1. */
  readonly line: number;
  readonly reason: string;

  constructor(path: string, line: number, reason: string) {
    super(`${path}:${line}: ${reason}`);
    this.path = path;
    this.line = line;
    this.reason = reason;
  }
}
