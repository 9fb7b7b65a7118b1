/** A cell that cannot be compiled, with the place in the cell's own source. */
export class CellSyntaxError extends Error {
  override readonly name: string = "CellSyntaxError";
  /** What is wrong, without the place. */
  readonly reason: string;
  /** Line in the cell, from 1. */
  readonly line: number;
  /** Column in the line, from 1. */
  readonly column: number;

  constructor(id: string, reason: string, line: number, column: number) {
    super(`Cannot compile cell ${id}, line ${line}, column ${column}: ${reason}`);
    this.reason = reason;
    this.line = line;
    this.column = column;
  }
}
