import { useLocation } from "@docusaurus/router";
import useBaseUrl from "@docusaurus/useBaseUrl";
import { createContext, type ReactNode, useContext, useEffect, useState, useSyncExternalStore } from "react";
import { Notebook, type NotebookState } from "./notebook.ts";
import { Runner } from "./runner.ts";

const NotebookContext = createContext<Notebook | undefined>(undefined);

/** One notebook for each page: its cells share a scope, which ends when the reader leaves the page. */
export function NotebookProvider({ children }: { readonly children: ReactNode }) {
  const { pathname } = useLocation();
  return <PageNotebook key={pathname}>{children}</PageNotebook>;
}

function PageNotebook({ children }: { readonly children: ReactNode }) {
  const folder = useBaseUrl("/runner/");
  const [notebook] = useState(() => new Notebook(new Runner(folder)));
  useEffect(() => () => notebook.reset(), [notebook]);
  return <NotebookContext value={notebook}>{children}</NotebookContext>;
}

/** @throws {Error} outside of a page */
export function useNotebook(): Notebook {
  const notebook = useContext(NotebookContext);
  if (!notebook) throw new Error("A cell stands outside of a page; only pages below docs/ have cells");
  return notebook;
}

export function useNotebookState(notebook: Notebook): NotebookState {
  return useSyncExternalStore(
    notebook.subscribe,
    () => notebook.state,
    () => notebook.state,
  );
}
