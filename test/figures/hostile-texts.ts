/** Titles and names that would do harm, or break a document, were they taken as markup. */
export const hostileTexts: readonly string[] = [
  "<img src=x onerror=alert(1)>",
  "</script><script>alert(1)</script>",
  '<a href="javascript:alert(1)">here</a>',
  "<b>bold</b><br>and a line",
  "$\\href{javascript:alert(1)}{x}$",
  "$$x^2$$ costs $5 or $6",
  "&lt;b&gt; &amp; &#60;script&#62;",
  "]]> <!-- --> <![CDATA[ <?xml ?>",
  "\" onload=\"alert(1)\" ' onload='alert(1)'",
  "%{z} %{customdata} {{x}}",
  "line\u2028and\u2029paragraph\nand\rreturn",
  "nul\u0000 escape\u001b[31m bell\u0007 delete\u007f",
  "half \ud800 a pair \udc00, a whole 😀, \uffff and \ufffe",
  "עברית \u202e right to left",
  "a".repeat(1_000_000),
];
