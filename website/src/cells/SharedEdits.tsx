import { useEffect, useState } from "react";
import type { CellEdit } from "../edits/cell-edit.ts";
import { readEditsLink } from "../edits/edits-link.ts";
import { linkPrefix } from "../edits/link-prefix.ts";
import { isEdited } from "../edits/page-state.ts";
import { Button } from "./Button.tsx";
import { useNotebook, useNotebookState } from "./context.tsx";
import styles from "./SharedEdits.module.css";

/** The edits that the page's address brings: nothing becomes of them until the reader says what. */
export default function SharedEdits() {
  const notebook = useNotebook();
  const { cells } = useNotebookState(notebook);
  const [edits, setEdits] = useState<readonly CellEdit[]>([]);

  useEffect(() => {
    let current = true;
    const read = async () => {
      const link = await readEditsLink(window.location.hash);
      if (!current) return;
      const unknown =
        link && "edits" in link && link.edits.find(({ cell }) => !notebook.page.cells.has(cell));
      setEdits(link && "edits" in link && !unknown ? link.edits : []);
      if (link && "problem" in link) notebook.page.publish({ message: link.problem });
      if (unknown) {
        const message = `This link's edits are not for this page, which has no cell ${unknown.cell}.`;
        notebook.page.publish({ message });
      }
    };
    const begin = () => void read();
    begin();
    window.addEventListener("hashchange", begin);
    return () => {
      current = false;
      window.removeEventListener("hashchange", begin);
    };
  }, [notebook]);

  if (edits.length === 0) return null;
  const own = edits.filter(({ cell }) => isEdited(cells.get(cell)!));
  const settle = (message: string) => {
    setEdits([]);
    notebook.page.publish({ message });
    // Decided once: a reload does not ask again, and what is copied from the address bar brings nothing.
    if (window.location.hash.startsWith(linkPrefix)) {
      window.history.replaceState(
        window.history.state,
        "",
        window.location.pathname + window.location.search,
      );
    }
  };
  const keep = (replaceOwn: boolean) => {
    notebook.edits.take(edits, replaceOwn);
    settle("The link's edits are in the page; they have not been run.");
  };
  return (
    <section className={styles.note} aria-label="Edits from a link">
      <p role="alert">
        This link brings edits to {cellCount(edits.length)}; they have not been run.
        {own.length > 0 && ` Of these, ${cellCount(own.length)} you have edited yourself.`}
      </p>
      <ul>
        {edits.map(({ cell }) => (
          <li key={cell}>
            <a href={`#cell-${cell}`} onClick={(event) => goTo(event, cell)}>
              {cell}
            </a>
            {own.some((other) => other.cell === cell) && ", edited by you too"}
          </li>
        ))}
      </ul>
      <div className={styles.choice}>
        {own.length === 0 ? (
          <Button kind="primary" onClick={() => keep(false)}>
            Keep
          </Button>
        ) : (
          <>
            <Button onClick={() => keep(true)}>Keep, replacing mine</Button>
            {own.length < edits.length && (
              <Button onClick={() => keep(false)}>Keep, but not over mine</Button>
            )}
          </>
        )}
        <Button onClick={() => settle("The link's edits were thrown away.")}>Throw away</Button>
      </div>
    </section>
  );
}

/** To a cell, without a change of the address: that holds the edits until the reader has decided. */
function goTo(event: { preventDefault(): void }, cell: string): void {
  event.preventDefault();
  document.getElementById(`cell-${cell}`)?.scrollIntoView();
}

function cellCount(count: number): string {
  return count === 1 ? "1 cell" : `${count} cells`;
}
