import { useLocation } from "@docusaurus/router";
import useBaseUrl from "@docusaurus/useBaseUrl";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { EditStore } from "../edits/edit-store.ts";
import type { CellState, PageSnapshot } from "../edits/page-state.ts";
import { Notebook } from "./notebook.ts";
import { Runner } from "./runner.ts";

const NotebookContext = createContext<Notebook | undefined>(undefined);

/** One notebook for each page: its cells share a scope, which ends when the reader leaves the page. */
export function NotebookProvider({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  // With a slash at its end or without, it is one page.
  const page = pathname.replace(/(?<=.)\/$/, "");
  return (
    <PageNotebook key={page} page={page}>
      {children}
    </PageNotebook>
  );
}

interface PageNotebookProps {
  readonly page: string;
  readonly children: ReactNode;
}

function PageNotebook({ page, children }: PageNotebookProps) {
  const folder = useBaseUrl("/runner/");
  const [notebook] = useState(() => openNotebook(folder, page));
  useEffect(() => () => notebook.close(), [notebook]);
  return <NotebookContext value={notebook}>{children}</NotebookContext>;
}

function openNotebook(folder: string, page: string): Notebook {
  const store = new EditStore(
    () => window.localStorage,
    page,
    (message) => notebook.page.publish({ message }),
  );
  const notebook = new Notebook(new Runner(folder), store);
  return notebook;
}

/** @throws {Error} outside of a page */
export function useNotebook(): Notebook {
  const notebook = useContext(NotebookContext);
  if (!notebook) throw new Error("A cell stands outside of a page; only pages below docs/ have cells");
  return notebook;
}

export function useNotebookState({ page }: Notebook): PageSnapshot {
  return useSyncExternalStore(
    page.subscribe,
    () => page.snapshot,
    () => page.snapshot,
  );
}

/** The state of the cell that began as `initial`: what becomes of the page's other cells does not draw it again. */
export function useCellState({ page }: Notebook, initial: CellState): CellState {
  return useSyncExternalStore(
    page.subscribe,
    () => page.cells.get(initial.data.id) ?? initial,
    () => initial,
  );
}
