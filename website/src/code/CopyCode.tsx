import { useState } from "react";
import { copyText } from "../cells/copy-text.ts";
import styles from "./Code.module.css";

const words = {
  ready: "Copy",
  copied: "Copied",
  refused: "The browser does not let pages copy: select the code instead",
} as const;

/** Copies exactly the code that it stands on. */
export function CopyCode({ text }: { readonly text: () => string }) {
  const [state, setState] = useState<keyof typeof words>("ready");
  const copy = async () => {
    setState((await copyText(text())) ? "copied" : "refused");
    setTimeout(() => setState("ready"), 3000);
  };
  return (
    <button type="button" className={styles.copy} onClick={() => void copy()} aria-label="Copy this code">
      <span role="status">{words[state]}</span>
    </button>
  );
}
