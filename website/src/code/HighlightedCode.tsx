import { useRef } from "react";
import styles from "./Code.module.css";
import { CopyCode } from "./CopyCode.tsx";

/** Code of a page with its tokens marked, `html`, by the build: plugins/static. */
export function HighlightedCode({ html }: { readonly html: string }) {
  const code = useRef<HTMLElement>(null);
  return (
    <div className={styles.block}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls */}
      <pre tabIndex={0}>
        <code ref={code} dangerouslySetInnerHTML={{ __html: html }} />
      </pre>
      <CopyCode text={() => code.current?.textContent ?? ""} />
    </div>
  );
}
