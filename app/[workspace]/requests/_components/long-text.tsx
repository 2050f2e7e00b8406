"use client";

import { useState } from "react";
import { LinkButton } from "@/components/ui/text-link";
import { markedParts } from "@/lib/requests/marked-parts";

const shortLength = 600;

/** Returns the index as a key. Messages do not move, and two may have the same text. */
export const keyOf = <One,>(all: readonly One[], one: One) => `${all.indexOf(one)}`;

/** A text with inserted values marked. A long text is first shown shortened. */
export function LongText({
  text,
  values = [],
  isCode,
}: {
  text: string;
  values?: readonly string[];
  isCode?: boolean;
}) {
  const [isWhole, setWhole] = useState(false);
  const isLong = text.length > shortLength * 1.3;
  const shown = isLong && !isWhole ? text.slice(0, shortLength) : text;
  const parts = markedParts(shown, values);
  const body = parts.map((part) =>
    part.isMarked ? (
      <mark key={keyOf(parts, part)} className="rounded-sm bg-code-variable-soft px-0.5 text-inherit">
        {part.text}
      </mark>
    ) : (
      part.text
    ),
  );
  return (
    <>
      {isCode ? (
        <pre className="whitespace-pre-wrap rounded-md bg-surface-sunken px-3 py-2 font-mono text-12 [overflow-wrap:anywhere]">
          {body}
        </pre>
      ) : (
        <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{body}</p>
      )}
      {isLong ? (
        <LinkButton onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Less" : `${(text.length - shortLength).toLocaleString("en-US")} more characters`}
        </LinkButton>
      ) : null}
    </>
  );
}
