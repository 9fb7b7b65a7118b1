interface FormulaProps {
  readonly className: string;
  /** What KaTeX made of the page's own source at the build. */
  readonly html: string;
}

/** A formula: markup that stays as it is. */
export function Formula({ className, html }: FormulaProps) {
  return <span className={className} dangerouslySetInnerHTML={{ __html: html }} />;
}
