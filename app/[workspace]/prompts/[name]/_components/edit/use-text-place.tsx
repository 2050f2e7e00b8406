"use client";

import { CircleAlert } from "lucide-react";
import { useCallback, useMemo } from "react";
import { promptPath } from "@/app/[workspace]/_components/paths";
import type { CodeEditor, EditorFold, EditorHandle, EditorNote, Monaco } from "@/components/editor/editor-types";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import { type TextFault, variableFor } from "@/lib/editing/draft/analysis";
import { toDraftVariable } from "@/lib/editing/draft/draft-content";
import { renameIn, renameInParts } from "@/lib/editing/draft/draft-reducer";
import type { SnippetLine } from "@/lib/editing/draft/draft-snippets";
import { typeNames } from "@/lib/template/variable-types";
import { useEdit } from "./edit-context";

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

/** The text of a snippet's version, with a link to the snippet and a button that pins a newer version. */
function SnippetText({ snippet, close }: { snippet: SnippetLine; close: () => void }) {
  const { setup, dispatch, isReadOnly } = useEdit();
  const { name, version, text, newer } = snippet;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2.5 text-12 text-fg-muted">
        <TextLink href={promptPath(setup.workspace, name)}>{name}</TextLink>
        <span>v{version}</span>
        {newer === null ? null : (
          <span>
            v{newer} is newer.{" "}
            {isReadOnly ? null : (
              <LinkButton onClick={() => dispatch({ do: "pin", pin: { name, version: newer } })}>
                Use v{newer}
              </LinkButton>
            )}
          </span>
        )}
        <LinkButton className="ml-auto" onClick={close}>
          Close
        </LinkButton>
      </p>
      <p className="whitespace-pre-wrap font-mono text-[13px] leading-[21px] [overflow-wrap:anywhere]">
        {text ?? "Loading the text."}
      </p>
    </>
  );
}

/** Describes a fault in a line and offers fixes. */
function FaultNote({ fault: { place, message, unknown } }: { fault: TextFault }) {
  const { draft, dispatch, analysis, isReadOnly } = useEdit();

  const rename = (from: string, to: string) => {
    const [id = "", side] = place.split(":");
    const entry = draft.entries.find((one) => one.id === id);
    const example = draft.examples.find((one) => one.id === id);
    if (entry?.kind === "message" && entry.parts)
      dispatch({ do: "set parts", id, parts: renameInParts(entry.parts, from, to) });
    else if (entry?.kind === "message") dispatch({ do: "write", id, content: renameIn(entry.content, from, to) });
    if (!example || (side !== "input" && side !== "output")) return;
    const parts = side === "input" ? example.inputParts : example.outputParts;
    if (parts) dispatch({ do: "set example parts", id, side, parts: renameInParts(parts, from, to) });
    else dispatch({ do: "write example", id, side, text: renameIn(example[side], from, to) });
  };

  return (
    <>
      <CircleAlert className="size-3.5 text-negative" />
      {unknown ? (
        <>
          <span>
            <code>{unknown.name}</code> is not among the variables.
          </span>
          {isReadOnly ? null : (
            <LinkButton
              onClick={() =>
                dispatch({ do: "declare", variable: toDraftVariable(variableFor(unknown.name, analysis)), at: 0 })
              }
            >
              Add it
            </LinkButton>
          )}
          {unknown.nearest && !isReadOnly ? (
            <LinkButton onClick={() => unknown.nearest && rename(unknown.name, unknown.nearest)}>
              Use <code>{unknown.nearest}</code>
            </LinkButton>
          ) : null}
        </>
      ) : (
        <span className="min-w-0">{message}</span>
      )}
    </>
  );
}
