"use client";

import type { Ref } from "react";
import { useIsAlive } from "@/components/ui/use-is-alive";
import type { TextPlace } from "./editor-types";
import { inOrder } from "./in-order";
import { plainField } from "./plain-field";
import { splitTemplate, type TemplatePart } from "./template-text";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onFocus?: (() => void) | undefined;
  readOnly?: boolean | undefined;
  firstLine?: number | undefined;
  /** The field, once scripts run. */
  field: Ref<HTMLTextAreaElement>;
};

const colours: Record<TemplatePart["kind"], string> = {
  text: "",
  output: "template-chip text-code-variable",
  tag: "text-code-logic",
  snippet: "text-code-snippet",
  string: "text-code-string",
};

/**
 * The text with the final height of the editor, until the editor has loaded. On a slow connection that takes seconds,
 * so a plain field without colours lies above the text and takes what is typed meanwhile.
 */
export function EarlyText({ label, value, onChange, onFocus, readOnly, firstLine = 1, field }: Props) {
  const isAlive = useIsAlive();
  return (
    <div className="relative py-2 font-mono text-[13px] leading-[21px]">
      {inOrder(value.split("\n")).map(({ key, item: line }, index) => (
        <div
          key={key}
          aria-hidden={isAlive || undefined}
          className="grid grid-cols-[48px_minmax(0,1fr)] pr-3.5 max-md:grid-cols-[34px_minmax(0,1fr)]"
        >
          <span aria-hidden="true" className="pr-4 text-right text-12 text-code-gutter leading-[21px] max-md:pr-2.5">
            {index + firstLine}
          </span>
          <span className="min-h-[21px] whitespace-pre-wrap [overflow-wrap:anywhere]">
            {inOrder(splitTemplate(line)).map(({ key: at, item: part }) => (
              <span key={at} className={colours[part.kind]}>
                {part.text}
              </span>
            ))}
          </span>
        </div>
      ))}
      {isAlive ? (
        <textarea
          ref={field}
          {...plainField({ label, value, onChange, readOnly, onFocus })}
          onCompositionStart={({ currentTarget }) => {
            currentTarget.dataset.composing = "";
          }}
          onCompositionEnd={({ currentTarget }) => {
            delete currentTarget.dataset.composing;
          }}
          className="absolute inset-0 size-full resize-none overflow-hidden bg-transparent py-2 pr-3.5 pl-[48px] text-transparent caret-fg outline-none [overflow-wrap:anywhere] max-md:pl-[34px]"
        />
      ) : null}
    </div>
  );
}

/** Where the person is in the field. */
export function placeIn(field: HTMLTextAreaElement | null): TextPlace | null {
  if (!field) return null;
  return { start: field.selectionStart, end: field.selectionEnd, hasFocus: field === document.activeElement };
}

/** Waits until no characters are being composed in the field, as with a Japanese keyboard. */
export async function untilComposed(field: HTMLTextAreaElement | null): Promise<void> {
  if (field?.dataset.composing !== undefined)
    await new Promise((done) => field.addEventListener("compositionend", done, { once: true }));
}
