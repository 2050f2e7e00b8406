"use client";

import "./editor.css";
import { useEffect, useRef, useState } from "react";
import type { Monaco, TemplateEditorProps } from "./editor-types";
import { inOrder } from "./in-order";
import { loadMonaco } from "./load-monaco";
import { PlainEditor } from "./plain-editor";
import { splitTemplate, type TemplatePart } from "./template-text";

type Loaded = { monaco: Monaco; MonacoEditor: typeof import("./monaco-editor")["MonacoEditor"] };

const loadParts = () => Promise.all([loadMonaco(), import("./monaco-editor")]);

/**
 * If scripts run this soon after navigation (ms), the connection is fast and Monaco loads during the page load. On a
 * slow connection it would delay more important resources.
 */
const soonMs = 1_500;
if (typeof document !== "undefined" && performance.now() < soonMs && document.querySelector("[data-template]"))
  loadParts().catch(() => {}); // the editor retries and reports the failure

let turn: Promise<void> = Promise.resolve();

/** Creates the editors of a page one by one while it is idle, so that the first is usable before the last exists. */
function inTurn(make: () => void): void {
  turn = turn.then(make).then(
    () =>
      new Promise((done) => {
        if ("requestIdleCallback" in window) requestIdleCallback(() => done(), { timeout: 200 });
        else setTimeout(done, 30); // Safari
      }),
  );
}

/** An editor for a template. Monaco loads when it is nearly in view. Until then the coloured text is shown. */
export function TemplateEditor(props: TemplateEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<Loaded | "failed" | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isGone = false;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        // The page does not wait for parts that show nothing without Monaco.
        loadParts().then(
          ([monaco, { MonacoEditor }]) => inTurn(() => isGone || setLoaded({ monaco, MonacoEditor })),
          () => !isGone && setLoaded("failed"),
        );
      },
      { rootMargin: "800px" },
    );
    observer.observe(element);
    return () => {
      isGone = true;
      observer.disconnect();
    };
  }, []);

  return (
    <div ref={box} data-template>
      {loaded === "failed" ? (
        <PlainEditor {...props} />
      ) : loaded ? (
        <loaded.MonacoEditor monaco={loaded.monaco} {...props} />
      ) : (
        <TemplateSkeleton value={props.value} firstLine={props.firstLine} />
      )}
    </div>
  );
}

const colours: Record<TemplatePart["kind"], string> = {
  text: "",
  output: "template-chip text-code-variable",
  tag: "text-code-logic",
  snippet: "text-code-snippet",
  string: "text-code-string",
};

/** The text with the final height of the editor, until the editor has loaded. */
function TemplateSkeleton({ value, firstLine = 1 }: { value: string; firstLine?: number | undefined }) {
  return (
    <div className="py-2 font-mono text-[13px] leading-[21px]">
      {inOrder(value.split("\n")).map(({ key, item: line }, index) => (
        <div key={key} className="grid grid-cols-[48px_minmax(0,1fr)] pr-3.5 max-md:grid-cols-[34px_minmax(0,1fr)]">
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
    </div>
  );
}
