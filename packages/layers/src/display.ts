import { display, drawer, inspect, kind } from "./symbols.ts";

/** What Jupyter shows: MIME type to content, text or, for `application/...+json`, plain data. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** What a host may say of a value that it shows. */
export interface DisplayOptions {
  /** What the value is called where it stands, as a key of an object. */
  readonly title?: string;
}

type Drawer = (value: unknown, options?: DisplayOptions) => MimeBundle | Promise<MimeBundle>;

/** What tensors, modules and traces have in common: they say what they are and can be shown. */
export interface Displayed<Kind extends "tensor" | "module" | "trace"> {
  readonly [kind]: Kind;
  /** The registered drawer's picture, or the text where nothing that draws was imported. */
  [display](options?: DisplayOptions): MimeBundle | Promise<MimeBundle>;
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
      value(this: T, options?: DisplayOptions): MimeBundle | Promise<MimeBundle> {
        const draw = (globalThis as { [drawer]?: Drawer })[drawer];
        return draw === undefined ? { "text/plain": text(this) } : draw(this, options);
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
