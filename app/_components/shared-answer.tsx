"use client";

import type { ReactNode } from "react";
import { keyOf, LongText } from "@/app/[workspace]/requests/_components/long-text";
import { Facts } from "@/components/ui/facts";
import { partsIn, type SharedPart, type SharedTexts } from "@/lib/requests/shared-parts";
import { partWords } from "@/lib/requests/shared-words";
import { turnsOf } from "@/lib/requests/turns";

const isPlain = (value: unknown): value is Record<string, string | number | boolean | null> =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((one) => one === null || typeof one !== "object");

/** The redacted texts of a request, each under its name. Used in the preview of a link and on the shared page. */
export function SharedAnswer({
  texts,
  head = (part) => <h2 className="text-14">{partWords[part]}</h2>,
  left = [],
}: {
  texts: SharedTexts;
  /** Renders the heading of a part. */
  head?: (part: SharedPart) => ReactNode;
  /** Parts whose texts are not shown. */
  left?: readonly SharedPart[];
}) {
  const shown: Record<SharedPart, ReactNode> = {
    input: <Value value={texts.input} />,
    answer: <Value value={texts.answer} />,
    toolCalls: texts.toolCalls.map((call) => (
      <div key={keyOf(texts.toolCalls, call)} className="not-first:mt-2">
        <p className="font-medium font-mono text-12 [overflow-wrap:anywhere]">{call.name}</p>
        <Value value={call.input} />
      </div>
    )),
  };
  return partsIn(texts).map((part) => (
    <section key={part} aria-label={partWords[part]} className="grid gap-1.5">
      {head(part)}
      {left.includes(part) ? null : (
        <div className="min-w-0 rounded-lg border border-line px-3.5 py-2.5">{shown[part]}</div>
      )}
    </section>
  ));
}

function Value({ value }: { value: unknown }) {
  if (isPlain(value))
    return (
      <Facts
        className="grid-cols-[112px_minmax(0,1fr)] gap-x-4"
        rows={Object.entries(value).map(([key, one]) => [key, String(one ?? "")])}
      />
    );
  return turnsOf(value).map(({ key, role, text, isCode }) => (
    <div key={key} className="not-first:mt-2.5">
      {role ? <b className="block pb-0.5">{role}</b> : null}
      <LongText text={text} isCode={isCode} />
    </div>
  ));
}
