import { Button } from "./Button.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import styles from "./Toolbar.module.css";

/** What concerns all cells of the page, and one line that says what is going on. */
export function CellToolbar() {
  const notebook = useNotebook();
  const { running, message, cells } = useNotebookState(notebook);
  return (
    <div className={styles.toolbar} role="toolbar" aria-label="Cells of this page">
      <Button kind="primary" onClick={() => void notebook.runAll()}>
        Run all
      </Button>
      <Button onClick={() => notebook.stop()} disabled={!running}>
        Stop
      </Button>
      <Button onClick={() => notebook.reset()}>Reset</Button>
      <p className={styles.message} role="status" aria-live="polite">
        {message || `${cells.size} cells, run in your browser; nothing leaves it.`}
      </p>
    </div>
  );
}
