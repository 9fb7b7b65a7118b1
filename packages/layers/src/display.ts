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
  toString(): string;
}

/** Gives a class's prototype, or one object, the members of `Displayed` and a `toString`, both from `text`. */
export function makeDisplayed<T extends object>(
  target: T,
  name: "tensor" | "module" | "trace",
  text: (value: T) => string,
): void {
  Object.defineProperties(target, {
    [kind]: { value: name },
    [display]: {
      value(this: T): MimeBundle | Promise<MimeBundle> {
        const draw = (globalThis as { [drawer]?: Drawer })[drawer];
        return draw === undefined ? { "text/plain": text(this) } : draw(this);
      },
    },
    [inspect]: {
      value(this: T): string {
        return text(this);
      },
    },
    toString: {
      value(this: T): string {
        return text(this);
      },
    },
  });
}
