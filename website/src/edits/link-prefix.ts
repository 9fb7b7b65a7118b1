/** How a link's fragment with edits begins; headings of pages have no `=` in theirs. */
export const linkPrefix = "#edits=";
