"use client";

import { useCallback, useMemo } from "react";
import type { CodeEditor, EditorFold, EditorHandle, EditorNote, Monaco } from "@/components/editor/editor-types";
import { typeNames } from "../type-names";
import { useEdit } from "./edit-context";
import { FaultNote } from "./fault-note";
import { SnippetText } from "./snippet-text";

/** Returns the props of the editor at a place of the draft, except its text and label. */
export function useTextPlace(place: string) {
  const { analysis, faults, marks, handles, lastPlace, awaited, setup, isReadOnly, session } = useEdit();
  const live = useMemo(
    () => session && ((monaco: Monaco, code: CodeEditor) => session.bind(place, monaco, code)),
    [session, place],
  );
  const own = faults.get(place);
  const notes = useMemo(
    () =>
      (own ?? []).map((fault): EditorNote => {
        const { line, column, message } = fault;
        return { id: `${line}:${column}:${message}`, line, column, content: <FaultNote fault={fault} /> };
      }),
    [own],
  );
  const folds = useMemo(() => {
    const here = analysis.snippetLines.filter((snippet) => snippet.place === place && snippet.version !== null);
    return here.map((snippet, index): EditorFold => {
      const { name, version, line, column } = snippet;
      const earlier = here.slice(0, index).filter((other) => other.name === name).length;
      return {
        id: `${name}#${earlier}`,
        line,
        column,
        name,
        label: `Text of ${name} v${version}`,
        // The chip shows the name. If a line has several snippets, the label shows the name too, to tell them apart.
        lens: here.some((other) => other !== snippet && other.line === line)
          ? `${name.split("/").at(-1)} v${version}`
          : `v${version}`,
        content: (close) => <SnippetText snippet={snippet} close={close} />,
      };
    });
  }, [analysis, place]);
  const suggestions = useMemo(
    () => ({
      variables: [...(analysis.content.variables ?? []), ...analysis.inherited].map(({ name, type }) => ({
        name,
        detail: typeNames[type],
      })),
      snippets: setup.snippetNames,
    }),
    [analysis, setup.snippetNames],
  );
  const onHandle = useCallback(
    (handle: EditorHandle | null) => {
      if (!handle) {
        handles.current.delete(place);
        return;
      }
      handles.current.set(place, handle);
      if (awaited.current !== place) return;
      awaited.current = null;
      setTimeout(() => handles.current.get(place)?.focus());
    },
    [handles, awaited, place],
  );
  const onFocus = useCallback(() => {
    lastPlace.current = place;
  }, [lastPlace, place]);
  return { notes, folds, suggestions, marks: marks.get(place), onHandle, onFocus, live, readOnly: isReadOnly };
}
