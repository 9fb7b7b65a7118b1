import type { Picture } from "../../plugins/cells/cell-data.ts";

/** A checked figure as the build drew it. */
export function Drawing({ picture: { svg, description } }: { readonly picture: Picture }) {
  // The build made this markup from known elements and attributes only: plugins/cells/picture.ts.
  return <div role="img" aria-label={description} dangerouslySetInnerHTML={{ __html: svg }} />;
}
