/**
 * Names in the global symbol registry. Two copies of a package can meet in one notebook, so values are
 * recognised by these brands and never by `instanceof`.
 */

/** `value[kind]` says what a value is: a tensor, a module or a trace. */
export const kind: unique symbol = Symbol.for("layerbook.kind");

/** `value[display]()` gives what Jupyter shows for a value: its MIME bundle, or a promise of it. */
export const display: unique symbol = Symbol.for("Jupyter.display");

/** `globalThis[drawer]` turns a value into a MIME bundle; importing `@layerbook/figures` registers it. */
export const drawer: unique symbol = Symbol.for("layerbook.drawer");

/** What Node's `util.inspect`, and so `console.log`, calls to print a value. */
export const inspect: unique symbol = Symbol.for("nodejs.util.inspect.custom");

/** A tensor's numbers, gradient and history. Only this package reads them. */
export const internals: unique symbol = Symbol.for("layerbook.internals");
