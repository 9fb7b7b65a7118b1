import type { CellText } from "@layerbook/literate/types";

/** Something wrong in a cell: from which offset of its text to which, and the compiler's message. */
export interface Problem {
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

/** What is known of the word from one offset of the cell's text to another. Plain text, never markup. */
export interface QuickInfo {
  readonly from: number;
  readonly to: number;
  /** `const kernel: Tensor`. */
  readonly type: string;
  /** Doc comment, with its tags at the end; empty where there is none. */
  readonly documentation: string;
  /** Code of the doc comment's examples; empty where there is none. */
  readonly example: string;
}

export interface Completion {
  readonly name: string;
  /** TypeScript's own word: `method`, `property`, `const`, `keyword`. */
  readonly kind: string;
  /** How near it is declared: the cell and the page before what is everywhere. The lower the likelier. */
  readonly rank: number;
}

/** What can be asked. The last cell is the one in question, the ones before it are those above it in the page. */
export interface TypesOf {
  problems(cells: readonly CellText[]): Problem[];
  quickInfo(cells: readonly CellText[], position: number): QuickInfo | undefined;
  /** `position` is where the name that is sought begins, or would. */
  completions(cells: readonly CellText[], position: number): Completion[];
  completionInfo(
    cells: readonly CellText[],
    position: number,
    name: string,
  ): Omit<QuickInfo, "from" | "to"> | undefined;
}

export type Subject = keyof TypesOf;

/** A question to the worker, with the arguments of the method of `TypesOf`. */
export interface Question<S extends Subject = Subject> {
  readonly number: number;
  readonly subject: S;
  readonly parameters: Parameters<TypesOf[S]>;
}

/** The worker says once that it is ready or why it cannot be, and then answers each question. */
export type FromTypesWorker =
  | { readonly type: "ready" }
  | { readonly type: "failed"; readonly reason: string }
  /** `problem` says why there is no answer: the compiler itself failed. */
  | {
      readonly type: "answer";
      readonly number: number;
      readonly answer?: unknown;
      readonly problem?: string;
    };
