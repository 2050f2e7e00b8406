"use client";

import { useMemo, useState } from "react";
import { inOrder } from "@/components/editor/in-order";
import { LinkButton } from "@/components/ui/text-link";
import { roleNames } from "@/lib/editing/draft/draft";
import { findSnippet } from "@/lib/editing/draft/draft-snippets";
import { extraTokens, promptCost, tokensText } from "@/lib/editing/draft/estimate";
import { type PreviewMessage, previewContent, sampleValues } from "@/lib/editing/draft/preview";
import type { Block, Piece } from "@/lib/editing/draft/preview-marks";
import { openPlaceholders, turnsOf } from "@/lib/editing/samples/sample-values";
import { dollarText } from "@/lib/evaluation/runs/figures";
import { messageTexts } from "@/lib/template/requests/spoken";
import { aboutTokens } from "@/lib/template/token-estimate";
import { placeholderTitle, TurnsField } from "../samples/turns-field";
import { AnswerPanel } from "./answer-panel";
import { useEdit } from "./edit-context";
import { SharePreview } from "./share-preview";

/** The messages filled with the samples, updated while typing. */
export function PreviewPanel() {
  const { analysis, shelf, samples, setup } = useEdit();
  const { content, inherited } = analysis;
  const messages = useMemo(
    () => previewContent({ content, inherited, shelf, samples, promptName: setup.prompt.name }),
    [content, inherited, shelf, samples, setup.prompt.name],
  );
  // If a template cannot be parsed, the last valid preview of its message stays.
  const [last, setLast] = useState<{ of: typeof messages; readable: (PreviewMessage | undefined)[] }>();
  if (last?.of !== messages)
    setLast({ of: messages, readable: messages.map((one, index) => (one.error ? last?.readable[index] : one)) });
  const declared = [...(content.variables ?? []), ...inherited];
  const values = sampleValues(declared, samples);
  const without = declared.filter(({ name, required }) => required && !(name in values)).length;
  return (
    <>
      {without > 0 ? (
        <p className="pb-1 text-12 text-fg-muted">
          {without === 1 ? "1 variable has" : `${without} variables have`} no sample yet. Add samples under Variables to
          see the text with values.
        </p>
      ) : null}
      {inOrder(messages).map(({ key, item: message }, index) => (
        <PreviewOf
          key={key}
          message={message}
          isText={content.type === "text"}
          before={message.error ? last?.readable[index] : undefined}
        />
      ))}
      <PromptSize messages={messages} />
      <SharePreview />
      <AnswerPanel />
    </>
  );
}

/** The number of tokens of the prompt with its sample turns, and their cost per call. */
function PromptSize({ messages }: { messages: readonly PreviewMessage[] }) {
  const { analysis, sampling, models } = useEdit();
  const { content } = analysis;
  const turns = openPlaceholders(content).flatMap((name) => turnsOf(sampling.fields)[name] ?? []);
  const tokens =
    messages.reduce((sum, message) => sum + message.tokens, 0) +
    messageTexts(turns).reduce((sum, { text }) => sum + aboutTokens(text), 0) +
    extraTokens(content);
  const cost = promptCost(tokens, sampling.model ?? content.model, models);
  return (
    <p className="mt-3 border-line border-t pt-2 text-12 text-fg-muted">
      {tokensText(tokens)}
      {cost === null ? null : `, ${cost === 0 ? "free" : `about ${dollarText(cost)} a call for the prompt itself`}`}
    </p>
  );
}

type PreviewOfProps = { message: PreviewMessage; before: PreviewMessage | undefined; isText: boolean };

function PreviewOf({ message, before, isText }: PreviewOfProps) {
  const { role, placeholder, error } = message;
  const { tokens, blocks } = before ?? message;
  if (placeholder !== null) return <PlaceholderTurns name={placeholder} />;
  return (
    <section className="pt-2.5">
      <header className="flex justify-between pb-1">
        <h3 className="font-semibold">{isText ? "Text" : roleNames[role ?? "user"]}</h3>
        {tokens > 0 ? <span className="text-12 text-fg-subtle tabular-nums">{tokensText(tokens)}</span> : null}
      </header>
      {error ? (
        <p className="mb-2 rounded-sm bg-negative-soft px-2 py-1 text-12">
          {error} {before ? "Below is the earlier text." : null}
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

/** The messages that the application inserts here. The person can add turns to test the prompt. */
function PlaceholderTurns({ name }: { name: string }) {
  const { sampling } = useEdit();
  const [isOpen, setOpen] = useState(false);
  const turns = sampling.fields.turns[name] ?? [];
  if (isOpen)
    return (
      <div className="mt-2.5 mb-1 rounded-md border border-line-control border-dashed px-2.5 py-1.5">
        <TurnsField name={name} turns={turns} onChange={(next) => sampling.setTurns(name, next)} />
        <p className="mt-1.5">
          <LinkButton onClick={() => setOpen(false)}>Done</LinkButton>
        </p>
      </div>
    );
  return (
    <div className="mt-2.5 mb-1 rounded-md border border-line-control border-dashed px-2.5 py-1.5">
      <p className="flex items-center justify-between gap-2 text-fg-muted">
        {placeholderTitle(name)}
        <LinkButton className="text-12" onClick={() => setOpen(true)}>
          {turns.length > 0 ? "Edit" : "Add turns"}
        </LinkButton>
      </p>
      {inOrder(messageTexts(turns)).map(({ key, item: { role, text } }) => (
        <p key={key} className="pb-1 [overflow-wrap:anywhere]">
          <span className="text-12 text-fg-muted">{roleNames[role]}: </span>
          <mark className="whitespace-pre-wrap rounded-[3px] bg-code-variable-soft px-0.5 text-inherit">{text}</mark>
        </p>
      ))}
    </div>
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

/** The text of a snippet, shortened at first, with its version and a button that pins a newer one. */
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
