import { EditorView } from "@codemirror/view";

/** The tooltips in the page's colours, light and dark. */
export const typesTheme = EditorView.theme({
  ".cm-tooltip": {
    border: "1px solid var(--cell-button-edge)",
    borderRadius: "6px",
    background: "var(--ifm-background-color)",
    color: "var(--ifm-font-color-base)",
    maxWidth: "min(40rem, 92vw)",
  },
  ".cm-tooltip-section:not(:first-child)": { borderTop: "1px solid var(--cell-edge)" },
  ".cm-types": { padding: "0.35rem 0.6rem", maxHeight: "min(24rem, 50vh)", overflow: "auto" },
  ".cm-types code": {
    display: "block",
    border: "none",
    padding: "0",
    background: "none",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  ".cm-types p": {
    margin: "0.4rem 0 0",
    fontFamily: "var(--ifm-font-family-base)",
    fontSize: "0.85rem",
    lineHeight: "1.4",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
  },
  ".cm-types p + code": {
    marginTop: "0.5rem",
    borderTop: "1px solid var(--cell-edge)",
    paddingTop: "0.4rem",
  },
  ".cm-diagnostic": {
    borderLeft: "3px solid var(--cell-warning)",
    padding: "0.35rem 0.6rem",
    whiteSpace: "pre-wrap",
    overflowWrap: "anywhere",
    fontSize: "0.85rem",
  },
  ".cm-lintRange-error": {
    backgroundImage: "none",
    textDecoration: "underline wavy var(--cell-error-text)",
    textDecorationSkipInk: "none",
    textUnderlineOffset: "3px",
  },
  ".cm-lintPoint-error:after": { borderBottomColor: "var(--cell-error-text)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": {
    fontFamily: "var(--ifm-font-family-monospace)",
    maxHeight: "none",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    background: "var(--ifm-color-primary)",
    color: "var(--cell-on-primary)",
  },
  ".cm-completionMatchedText": { textDecoration: "none", fontWeight: "600" },
  ".cm-completionDetail": { fontStyle: "normal", opacity: "0.8" },
  ".cm-tooltip.cm-completionInfo": { padding: "0" },
  // Where there is no room beside the list it would lie over it.
  ".cm-completionInfo-left-narrow, .cm-completionInfo-right-narrow": { display: "none" },
  ".cm-completionInfo .cm-types": { maxHeight: "none" },
});
