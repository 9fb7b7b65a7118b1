import type { AnyNode } from "acorn";
import type { KnownEffects } from "./known-effects.ts";
import type { NameScopes } from "./name-scopes.ts";

/** What a page's cells hold for the analysis of one of them. */
export interface EffectsContext {
  readonly known: KnownEffects;
  /** Imported names: local -> as exported. */
  readonly imports: ReadonlyMap<string, string>;
  /** Every other name that cells of the page declare at their top level. */
  readonly names: ReadonlySet<string>;
  /** Functions of the page. */
  readonly functions: ReadonlyMap<string, PageFunction>;
  /** What constants of the page are given. */
  readonly constants: ReadonlyMap<string, AnyNode>;
  /** Instances whose random parameters are given other values at once. */
  readonly givenOutright: ReadonlySet<AnyNode>;
}

export interface PageFunction {
  readonly node: AnyNode;
  readonly scopes: NameScopes;
}
