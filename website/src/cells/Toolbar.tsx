import { Button } from "./Button.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import { MoreMenu } from "./MoreMenu.tsx";
import { NotebookButtons } from "./NotebookButtons.tsx";
import { ShareButton } from "./ShareButton.tsx";
import { SharedEdits } from "./SharedEdits.tsx";
import styles from "./Toolbar.module.css";

interface CellToolbarProps {
  /** How many cells the page has. */
  readonly count: string;
  /** Path of the page's notebook below the site's base URL. */
  readonly notebook: string;
}

/** What concerns all cells of the page, and one line that says what is going on. */
export function CellToolbar({ count, notebook: notebookPath }: CellToolbarProps) {
  const notebook = useNotebook();
  const { running, message, undoable } = useNotebookState(notebook);
  return (
    <>
      <section className={styles.toolbar} aria-label="Cells of this page">
        <Button kind="primary" onClick={() => void notebook.runAll()}>
          Run all
        </Button>
        <Button onClick={() => notebook.stop()} disabled={!running}>
          Stop
        </Button>
        {undoable && <Button onClick={() => notebook.edits.undoAll()}>Undo</Button>}
        <MoreMenu>
          <ShareButton />
          <NotebookButtons path={notebookPath} />
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
      <SharedEdits />
    </>
  );
}
