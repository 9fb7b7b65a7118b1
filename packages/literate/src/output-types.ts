/** A value in several forms, by MIME type: text, or JSON for `application/*+json`. */
export type MimeBundle = Readonly<Record<string, unknown>>;

export interface StreamOutput {
  readonly type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}

/** What a cell displayed on the way, or the value of its last expression. */
export interface BundleOutput {
  readonly type: "display" | "result";
  readonly data: MimeBundle;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export interface ErrorOutput {
  readonly type: "error";
  readonly name: string;
  readonly message: string;
}

/** One output of a cell, in the form in which outputs are checked in beside a page. */
export type Output = StreamOutput | BundleOutput | ErrorOutput;
