import { readFileSync } from "node:fs";

/** What `scripts/reference/` writes beside the reference's pages. */
export interface ReferenceLinks {
  /** Where each public name is described, below the site's base URL: "/reference/layers/linear#Linear". */
  readonly names: Readonly<Record<string, string>>;
  /** The page of the reference on the subject of a page of the book, such as "layers/linear". */
  readonly book: Readonly<Record<string, { readonly path: string; readonly title: string }>>;
}

/** @param folder the reference's pages */
export function readLinks(folder: string): ReferenceLinks {
  return JSON.parse(readFileSync(`${folder}/links.json`, "utf8")) as ReferenceLinks;
}
