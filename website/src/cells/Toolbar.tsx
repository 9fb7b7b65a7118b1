import { lazy, Suspense } from "react";
import { Button } from "./Button.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import { MoreMenu } from "./MoreMenu.tsx";
import styles from "./Toolbar.module.css";
import { useEditsLink } from "./use-edits-link.ts";

const MoreActions = lazy(() => import("./MoreActions.tsx"));
const SharedEdits = lazy(() => import("./SharedEdits.tsx"));

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
  const hasEditsLink = useEditsLink();
  return (
    <>
      <section className={styles.toolbar} aria-label="Cells of this page">
        <Button kind="primary" onClick={() => void notebook.runAll()}>
          Run all
        </Button>
        <Button onClick={() => notebook.stop()} disabled={!running}>
          Stop
        </Button>
        <MoreMenu>
          <Suspense>
            <MoreActions notebookPath={notebookPath} />
          </Suspense>
        </MoreMenu>
        {undoable && <Button onClick={() => notebook.edits.undoAll()}>Undo</Button>}
        {message === "" && (
          <p className={styles.message}>{`${count} cells, run in your browser; nothing leaves it.`}</p>
        )}
        {/* Empty at first, so that a screen reader hears what changes and nothing else. */}
        <p className={styles.message} role="status">
          {message}
        </p>
      </section>
      <Suspense>{hasEditsLink && <SharedEdits />}</Suspense>
    </>
  );
}
