import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import useBaseUrl from "@docusaurus/useBaseUrl";
import { classHighlighter } from "@lezer/highlight";
import { useEffect, useRef } from "react";
import { cellTypes } from "../types/cell-types.ts";
import { useNotebook } from "./context.tsx";
import styles from "./Editor.module.css";

interface EditorProps {
  /** Name of the cell. */
  readonly cell: string;
  readonly label: string;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onRun: () => void;
  /** Runs, and goes on to the next cell. */
  readonly onRunAndGoOn: () => void;
  readonly onLeave: () => void;
}

/**
 * The editor of a cell, with the keys of Jupyter: Control+Enter (on a Mac Command+Enter too) runs, Shift+Enter runs and goes
 * on to the next cell. Escape leaves, and Tab goes on to the next button: it holds nobody.
 */
export default function Editor({ cell, label, text, onChange, onRun, onRunAndGoOn, onLeave }: EditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const { page } = useNotebook();
  const typesFolder = useBaseUrl("/types/");

  // The text is the editor's own once it stands; changes from outside come through the effect below.
  useEffect(() => {
    const act = (action: () => void) => () => {
      action();
      return true;
    };
    const keys = [
      { key: "Mod-Enter", run: act(onRun) },
      { key: "Ctrl-Enter", run: act(onRun) },
      { key: "Shift-Enter", run: act(onRunAndGoOn) },
      { key: "Escape", run: act(onLeave) },
    ];
    const editor = new EditorView({
      parent: box.current!,
      state: EditorState.create({
        doc: text,
        extensions: [
          // First: Escape closes what it has opened before it leaves.
          cellTypes({ page, id: cell }, typesFolder),
          history(),
          indentUnit.of("  "),
          indentOnInput(),
          bracketMatching(),
          javascript({ typescript: true }),
          syntaxHighlighting(classHighlighter),
          keymap.of([...keys, ...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({
            "aria-label": `${label}. Control+Enter runs it, Shift+Enter runs it and goes on, Escape leaves.`,
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) onChange(update.state.doc.toString());
          }),
        ],
      }),
    });
    view.current = editor;
    editor.focus();
    return () => editor.destroy();
  }, [cell, page, typesFolder, label, onChange, onRun, onRunAndGoOn, onLeave]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || editor.state.doc.toString() === text) return;
    editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: text } });
  }, [text]);

  return <div ref={box} className={styles.editor} />;
}
