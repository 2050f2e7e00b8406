"use client";

import { type FocusEvent, useRef } from "react";
import { EditorRow } from "./editor-row";
import type { CodeEditor, EditorFold } from "./editor-types";
import type { Folds } from "./use-folds";

type Props = { code: CodeEditor; folds: readonly EditorFold[]; firstLine: number; state: Folds };

/** A button for each item that opens below a line, visible while focused, and the opened content. */
export function EditorFolds({ code, folds, firstLine, state }: Props) {
  return folds.map((fold) => <FoldOf key={fold.id} code={code} fold={fold} firstLine={firstLine} state={state} />);
}

function FoldOf({ code, fold, firstLine, state }: Omit<Props, "folds"> & { fold: EditorFold }) {
  const { id, line, label, content } = fold;
  const block = useRef<HTMLElement>(null);
  const isOpen = state.open.has(id);
  const close = () => {
    state.toggle(id);
    code.focus();
  };
  const standAtLine = ({ currentTarget }: FocusEvent<HTMLButtonElement>) => {
    currentTarget.style.top = `${code.getTopForLineNumber(line)}px`;
  };
  return (
    <>
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => state.toggle(id)}
        onFocus={standAtLine}
        className="sr-only right-3 rounded-sm bg-surface-raised px-1.5 text-12 focus:not-sr-only focus:absolute"
      >
        {label}, line {line + firstLine - 1}
      </button>
      {isOpen ? (
        <EditorRow code={code} line={line} onShow={() => state.isKeyed(id) && block.current?.focus()}>
          <section
            ref={block}
            aria-label={label}
            tabIndex={-1}
            className="template-fold"
            onKeyDown={(event) => {
              if (event.key !== "Escape") return;
              event.stopPropagation();
              close();
            }}
          >
            {content(close)}
          </section>
        </EditorRow>
      ) : null}
    </>
  );
}
