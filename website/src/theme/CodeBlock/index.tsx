import { lazy, Suspense } from "react";
import styles from "../../code/Code.module.css";
import { CopyCode } from "../../code/CopyCode.tsx";

const HighlightedText = lazy(() => import("../../code/highlighted-text.tsx"));

interface CodeBlockProps {
  readonly children: string;
  readonly language?: string;
}

/**
 * Code that comes to be in the page, such as an edited cell's; what the pages' sources hold is marked at the build, in
 * HighlightedCode. Docusaurus' own block puts a highlighter of 35 KB into what every page loads first.
 */
export default function CodeBlock({ children, language }: CodeBlockProps) {
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre tabIndex={0}>
        <code>
          {language === "ts" ? (
            <Suspense fallback={children}>
              <HighlightedText code={children} />
            </Suspense>
          ) : (
            children
          )}
        </code>
      </pre>
      <CopyCode text={() => children} />
    </div>
  );
}
