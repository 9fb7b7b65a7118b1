/** An error as Jupyter shows it. */
export interface CellError {
  /** Class of the error. */
  readonly name: string;
  readonly message: string;
  /** What is shown, line by line; names and messages stand in it too. */
  readonly traceback: readonly string[];
}

/** The error of a cell that was stopped. */
export const interruptedError: CellError = {
  name: "Interrupted",
  message: "The cell was interrupted",
  traceback: ["Interrupted: The cell was interrupted"],
};
