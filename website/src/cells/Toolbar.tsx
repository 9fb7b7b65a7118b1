import { Button } from "./Button.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import { MoreMenu } from "./MoreMenu.tsx";
import styles from "./Toolbar.module.css";

/** What concerns all cells of the page, of which there are `count`, and one line that says what is going on. */
export function CellToolbar({ count }: { readonly count: string }) {
  const notebook = useNotebook();
  const { running, message, undoable } = useNotebookState(notebook);
  return (
    <section className={styles.toolbar} aria-label="Cells of this page">
      <Button kind="primary" onClick={() => void notebook.runAll()}>
        Run all
      </Button>
      <Button onClick={() => notebook.stop()} disabled={!running}>
        Stop
      </Button>
      {undoable && <Button onClick={() => notebook.edits.undoResetAll()}>Undo</Button>}
      <MoreMenu>
        <Button onClick={() => notebook.reset()}>Reset page</Button>
      </MoreMenu>
      {message === "" && (
        <p className={styles.message}>{`${count} cells, run in your browser; nothing leaves it.`}</p>
      )}
      {/* Empty at first, so that a screen reader hears what changes and nothing else. */}
      <p className={styles.message} role="status">
        {message}
      </p>
    </section>
  );
}
