"use client";

import { MessagesSquare } from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { inOrder } from "@/components/editor/in-order";
import { LinkButton } from "@/components/ui/text-link";
import { findSnippet } from "./analysis";
import { roleNames } from "./draft";
import { useEdit } from "./edit-context";
import { tokensText } from "./estimate";
import { type PreviewMessage, previewContent, sampleValues } from "./preview";
import type { Block, Piece } from "./preview-marks";

/** The messages with the samples put in, as one types. */
export function PreviewPanel() {
  const { analysis, shelf, samples, setup } = useEdit();
  const { content, inherited } = analysis;
  const messages = useMemo(
    () => previewContent({ content, inherited, shelf, samples, promptName: setup.prompt.name }),
    [content, inherited, shelf, samples, setup.prompt.name],
  );
  // While a template cannot be read, what it gave before stays.
  const before = useRef<readonly PreviewMessage[]>([]);
  useEffect(() => {
    before.current = messages.map((message, index) => (message.error ? (before.current[index] ?? message) : message));
  }, [messages]);
  const declared = [...(content.variables ?? []), ...inherited];
  const values = sampleValues(declared, samples);
  const without = declared.filter(({ name, required }) => required && !(name in values)).length;
  return (
    <>
      {without > 0 ? (
        <p className="pb-1 text-12 text-fg-muted">
          {without === 1 ? "1 variable has" : `${without} variables have`} no sample yet. Add samples under Variables to
          read this as your users do.
        </p>
      ) : null}
      {inOrder(messages).map(({ key, item: message }, index) => (
        <PreviewOf
          key={key}
          message={message}
          isText={content.type === "text"}
          before={message.error ? before.current[index] : undefined}
        />
      ))}
    </>
  );
}

type PreviewOfProps = { message: PreviewMessage; before: PreviewMessage | undefined; isText: boolean };

function PreviewOf({ message, before, isText }: PreviewOfProps) {
  const { role, placeholder, error } = message;
  const { tokens, blocks } = before ?? message;
  if (placeholder !== null)
    return (
      <p className="mt-2.5 mb-1 flex items-center gap-2 rounded-md border border-line-control border-dashed px-2.5 py-1.5 text-fg-muted">
        <MessagesSquare aria-hidden="true" className="size-3.5" />
        {placeholder === "history" ? "Chat history" : placeholder}
      </p>
    );
  return (
    <section className="pt-2.5">
      <header className="flex justify-between pb-1">
        <h3 className="font-semibold">{isText ? "Text" : roleNames[role ?? "user"]}</h3>
        {tokens > 0 ? <span className="text-12 text-fg-subtle tabular-nums">{tokensText(tokens)}</span> : null}
      </header>
      {error ? (
        <p className="mb-2 rounded-sm bg-negative-soft px-2 py-1 text-12">
          {error} {before ? "Below is the text from before." : null}
        </p>
      ) : null}
      <div className="grid gap-2">
        {inOrder(blocks).map(({ key, item: block }) =>
          block.snippet ? (
            <SnippetBlock key={key} block={block} />
          ) : (
            <Paragraphs key={key} paragraphs={block.paragraphs} />
          ),
        )}
        {blocks.length === 0 && !error ? <p className="text-fg-subtle">Nothing yet</p> : null}
      </div>
    </section>
  );
}

function Paragraphs({ paragraphs }: { paragraphs: readonly Piece[][] }) {
  return inOrder(paragraphs).map(({ key, item: pieces }) => (
    <p key={key} className="whitespace-pre-wrap [overflow-wrap:anywhere]">
      {inOrder(pieces).map(({ key: at, item: piece }) => (
        <PieceOf key={at} piece={piece} />
      ))}
    </p>
  ));
}

function PieceOf({ piece: { kind, text } }: { piece: Piece }) {
  if (kind === "text") return text;
  if (kind === "value")
    return <mark className="-mx-px rounded-[3px] bg-code-variable-soft px-0.5 text-inherit">{text}</mark>;
  if (kind === "unset")
    return (
      <span className="mx-px rounded-[3px] border border-line-control border-dashed px-1 text-fg-muted">
        {text}
        <span className="sr-only"> has no sample</span>
      </span>
    );
  return <mark className="-mx-px rounded-[3px] bg-negative-soft px-0.5 text-negative">{text} is missing</mark>;
}

const shown = 3;

/** A snippet's part, short until asked for, with its version and the way to a newer one. */
function SnippetBlock({ block: { snippet, paragraphs } }: { block: Block }) {
  const { shelf, dispatch, isReadOnly } = useEdit();
  const [isOpen, setOpen] = useState(false);
  if (!snippet) return null;
  const { name, version } = snippet;
  const lines = splitLines(paragraphs.flatMap((paragraph, index) => (index ? [newLine, ...paragraph] : paragraph)));
  const hidden = lines.length - shown;
  const newer = findSnippet(shelf, name)?.version ?? version;
  return (
    <div className="border-code-snippet border-l-2 pl-2.5">
      <Paragraphs paragraphs={isOpen || hidden <= 1 ? paragraphs : [joinLines(lines.slice(0, shown))]} />
      <p className="text-12 text-fg-muted">
        {hidden > 1 ? (
          <LinkButton aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? "Show less" : `${hidden} more lines`}
          </LinkButton>
        ) : null}{" "}
        from {name} v{version}
        {newer !== version ? (
          <>
            {". "}v{newer} is in use now.{" "}
            {isReadOnly ? null : (
              <LinkButton onClick={() => dispatch({ do: "pin", pin: { name, version: newer } })}>
                Use v{newer}
              </LinkButton>
            )}
          </>
        ) : null}
      </p>
    </div>
  );
}

const newLine: Piece = { kind: "text", text: "\n" };

function splitLines(pieces: readonly Piece[]): Piece[][] {
  const lines: Piece[][] = [[]];
  for (const { kind, text } of pieces)
    for (const [index, part] of text.split("\n").entries()) {
      if (index > 0) lines.push([]);
      if (part) lines.at(-1)?.push({ kind, text: part });
    }
  return lines;
}

function joinLines(lines: readonly Piece[][]): Piece[] {
  return lines.flatMap((line, index) => (index ? [newLine, ...line] : line));
}
