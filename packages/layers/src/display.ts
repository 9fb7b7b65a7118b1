import { display, drawer, inspect, kind } from "./symbols.ts";

/** What Jupyter shows: MIME type to content, text or, for `application/...+json`, plain data. */
export type MimeBundle = Readonly<Record<string, unknown>>;

type Drawer = (value: unknown) => MimeBundle | Promise<MimeBundle>;

/** What tensors, modules and traces have in common: they say what they are and can be shown. */
export interface Displayed<Kind extends "tensor" | "module" | "trace"> {
  readonly [kind]: Kind;
  /** The registered drawer's picture, or the text where nothing that draws was imported. */
  [display](): MimeBundle | Promise<MimeBundle>;
  /** The text form, for `console.log` in Node. */
  [inspect](): string;
}

/** Gives a class's prototype, or one object, the members of `Displayed`; its `toString` is its text. */
export function makeDisplayed(target: object, name: "tensor" | "module" | "trace"): void {
  Object.defineProperties(target, {
    [kind]: { value: name },
    [display]: {
      value(): MimeBundle | Promise<MimeBundle> {
        const draw = (globalThis as { [drawer]?: Drawer })[drawer];
        return draw === undefined ? { "text/plain": String(this) } : draw(this);
      },
    },
    [inspect]: {
      value(): string {
        return String(this);
      },
    },
  });
}
