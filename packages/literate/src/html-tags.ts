/** One tag of a piece of HTML. */
export interface HtmlTag {
  readonly name: string;
  readonly closes: boolean;
  /** Has no content and no closing tag. */
  readonly empty: boolean;
  /** Names and values; undefined for a value without quotes. An attribute without a value has "". */
  readonly attributes: readonly (readonly [name: string, value: string | undefined])[];
}

/** The tags of a piece of HTML, in order, without those in comments. Names are in lower case. */
export function htmlTags(html: string): HtmlTag[] {
  const text = html.replace(/<!--[\s\S]*?-->/g, "");
  return [...text.matchAll(/<(\/?)([A-Za-z][\w-]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/g)].map((found) => {
    const name = found[2]!.toLowerCase();
    return {
      name,
      closes: found[1] === "/",
      empty: found[0].endsWith("/>") || /^(br|hr|img|source)$/.test(name),
      attributes: attributesOf(found[3]!),
    };
  });
}

function attributesOf(text: string): HtmlTag["attributes"] {
  const form = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
  return [...text.matchAll(form)].map(([, name, double, single, bare]) => [
    name!.toLowerCase(),
    bare === undefined ? (double ?? single ?? "") : undefined,
  ]);
}
