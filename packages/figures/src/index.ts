import { mimeBundle } from "./bundle.ts";
import { hookTslab } from "./tslab.ts";

export type { MimeBundle } from "./bundle.ts";
export { describe, mimeBundle } from "./bundle.ts";
export type { Figure } from "./feature-maps.ts";
export { featureMaps } from "./feature-maps.ts";
export type { ShowOptions } from "./options.ts";
export { show } from "./show.ts";

// What tensors, modules and traces ask for when they are displayed.
Object.assign(globalThis, { [Symbol.for("layerbook.drawer")]: (value: unknown) => mimeBundle(value) });
hookTslab();
