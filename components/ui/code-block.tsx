"use client";

import { type ReactNode, useId, useState } from "react";
import { cn } from "./cn";
import { CopyButton } from "./copy-button";
import { type CodeLanguage, highlight } from "./highlight";
import { moveFocus } from "./roving-focus";

const tints = {
  plain: undefined,
  keyword: "text-code-logic",
  string: "text-code-string",
  comment: "text-code-gutter",
} as const;

function Code({ code, language }: { code: string; language: CodeLanguage }) {
  let offset = 0;
  return (
    <pre tabIndex={0} className="overflow-x-auto px-4 py-3.5 text-12 leading-5 focus-visible:-outline-offset-2">
      <code className="text-[1em]">
        {highlight(code, language).map((part) => {
          const key = offset;
          offset += part.text.length;
          return (
            <span key={key} className={tints[part.kind]}>
              {part.text}
            </span>
          );
        })}
      </code>
    </pre>
  );
}

const box = "overflow-hidden rounded-lg border border-line-strong bg-surface";
const foot =
  "flex items-center justify-between gap-3 border-line border-t bg-surface-sunken py-2 pr-2 pl-4 max-md:flex-wrap";

export type CodeBlockProps = {
  code: string;
  language?: CodeLanguage;
  /** Shown above the code. Without it, the copy button is in the corner. */
  title?: ReactNode;
};

export function CodeBlock({ code, language = "text", title }: CodeBlockProps) {
  const copy = <CopyButton text={code} label="Copy the code" />;
  return (
    <div className={cn(box, "relative")}>
      {title ? (
        <div className="flex h-[38px] items-center justify-between border-line border-b bg-surface-sunken pr-1.5 pl-4 font-medium max-md:h-11">
          {title}
          {copy}
        </div>
      ) : (
        <span className="absolute top-1.5 right-1.5 rounded-md bg-surface">{copy}</span>
      )}
      <Code code={code} language={language} />
    </div>
  );
}

export type CodeSample = {
  id: string;
  label: string;
  language: CodeLanguage;
  code: string;
  /** What is copied instead of the code that is shown, which masks a key. */
  copied?: string;
};
export type CodeTabsProps = {
  /** What the tabs are, for screen readers. */
  label: string;
  samples: readonly CodeSample[];
  footer?: ReactNode;
  className?: string | undefined;
};

/** The same example in several languages. The focus chooses a tab. */
export function CodeTabs({ label, samples, footer, className }: CodeTabsProps) {
  const [chosen, setChosen] = useState(samples[0]?.id ?? "");
  const id = useId();
  const sample = samples.find((one) => one.id === chosen);
  return (
    <div className={cn(box, className)}>
      <div className="flex h-[38px] items-center border-line border-b bg-surface-sunken px-1.5 max-md:h-12">
        <div
          role="tablist"
          aria-label={label}
          onKeyDown={moveFocus}
          className="flex min-w-0 gap-0.5 overflow-x-auto p-px"
        >
          {samples.map((one) => (
            <button
              key={one.id}
              id={`${id}-${one.id}`}
              type="button"
              role="tab"
              aria-selected={one.id === chosen}
              aria-controls={one.id === chosen ? id : undefined}
              tabIndex={one.id === chosen ? 0 : -1}
              onFocus={() => setChosen(one.id)}
              onClick={() => setChosen(one.id)}
              className={cn(
                "h-7 whitespace-nowrap rounded-sm px-2.5 font-medium text-fg-muted hover:text-fg max-md:h-10 max-md:px-2",
                one.id === chosen && "bg-surface text-fg shadow-[0_0_0_1px_var(--border)]",
              )}
            >
              {one.label}
            </button>
          ))}
        </div>
        <span className="ml-auto shrink-0">
          <CopyButton text={sample?.copied ?? sample?.code ?? ""} label="Copy the code" />
        </span>
      </div>
      {sample ? (
        <div key={sample.id} role="tabpanel" id={id} aria-labelledby={`${id}-${sample.id}`} tabIndex={-1}>
          <Code code={sample.code} language={sample.language} />
        </div>
      ) : null}
      {footer ? <div className={foot}>{footer}</div> : null}
    </div>
  );
}
