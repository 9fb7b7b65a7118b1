import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import { Button } from "./Button.tsx";
import styles from "./TextDialog.module.css";

interface TextDialogProps {
  readonly title: string;
  readonly text: string;
  readonly onClose: () => void;
}

/** A text to be copied by hand, selected, for browsers that let no page write to the clipboard. */
export default function TextDialog({ title, text, onClose }: TextDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    area.current?.select();
  }, []);
  // In the body: where it is asked for, a menu may close.
  return createPortal(
    <dialog ref={dialog} className={styles.dialog} aria-label={title} onClose={onClose}>
      <p>
        <b>{title}</b>
      </p>
      <p>The browser lets no page write to the clipboard. The text is selected: copy it with Ctrl+C.</p>
      <textarea ref={area} readOnly aria-label={title} value={text} rows={12} />
      <Button onClick={() => dialog.current?.close()}>Close</Button>
    </dialog>,
    document.body,
  );
}
