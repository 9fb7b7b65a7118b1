import { useEffect } from "react";

/** What scrolls by itself where it is wider than the page: tables and formulas. */
const scrolling = ".markdown :is(table, .katex-display)";

/** Has what scrolls in a page be reached and moved by keyboard, for as long as it is too wide. */
export function useKeyboardScrolling(): void {
  useEffect(() => {
    const parts = [...document.querySelectorAll<HTMLElement>(scrolling)];
    const check = (part: HTMLElement) => {
      if (part.scrollWidth > part.clientWidth) part.tabIndex = 0;
      else part.removeAttribute("tabindex");
    };
    const observer = new ResizeObserver((entries) => {
      for (const { target } of entries) check(target as HTMLElement);
    });
    for (const part of parts) observer.observe(part);
    // Formulas get wider with their fonts, though the place that they have stays as wide.
    void document.fonts.ready.then(() => parts.forEach(check));
    return () => observer.disconnect();
  }, []);
}
