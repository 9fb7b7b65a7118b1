import type { PrismTheme } from "prism-react-renderer";

// Every colour has a contrast of at least 4.5 : 1 on its background (WCAG AA). The editor uses the same ones: site.css.

export const lightCode: PrismTheme = {
  plain: { color: "#24292f", backgroundColor: "#f6f7fa" },
  styles: [
    { types: ["comment", "prolog", "cdata"], style: { color: "#57606a", fontStyle: "italic" } },
    { types: ["keyword", "operator-keyword", "important"], style: { color: "#a0205f" } },
    { types: ["string", "char", "template-string", "regex"], style: { color: "#0a5c36" } },
    { types: ["number", "boolean", "constant"], style: { color: "#0550ae" } },
    { types: ["function", "method"], style: { color: "#6639ba" } },
    { types: ["class-name", "maybe-class-name", "builtin"], style: { color: "#8a4600" } },
  ],
};

export const darkCode: PrismTheme = {
  plain: { color: "#d6dbe6", backgroundColor: "#171b26" },
  styles: [
    { types: ["comment", "prolog", "cdata"], style: { color: "#949fb1", fontStyle: "italic" } },
    { types: ["keyword", "operator-keyword", "important"], style: { color: "#ff8fb8" } },
    { types: ["string", "char", "template-string", "regex"], style: { color: "#8ddb9f" } },
    { types: ["number", "boolean", "constant"], style: { color: "#8cbcff" } },
    { types: ["function", "method"], style: { color: "#d0adff" } },
    { types: ["class-name", "maybe-class-name", "builtin"], style: { color: "#ffb77c" } },
  ],
};
