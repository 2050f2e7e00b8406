"use client";

import "./editor.css";
import { useEffect, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { EarlyText, placeIn, untilComposed } from "./early-text";
import type { Monaco, TemplateEditorProps, TextPlace } from "./editor-types";
import { loadMonaco } from "./load-monaco";
import { PlainEditor } from "./plain-editor";

type Loaded = {
  monaco: Monaco;
  MonacoEditor: typeof import("./monaco-editor")["MonacoEditor"];
  /** Where the person was in the plain field. */
  place: TextPlace | null;
};

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
function inTurn(make: () => Promise<void>): void {
  turn = turn.then(make).then(
    () =>
      new Promise((done) => {
        if ("requestIdleCallback" in window) requestIdleCallback(() => done(), { timeout: 200 });
        else setTimeout(done, 30); // Safari
      }),
  );
}

/** An editor for a template. Monaco loads when it is nearly in view. Until then a plain field takes what is typed. */
export function TemplateEditor(props: TemplateEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
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
          ([monaco, { MonacoEditor }]) =>
            inTurn(async () => {
              await untilComposed(field.current);
              // At once, so that no key is pressed between the field and the editor.
              if (!isGone) flushSync(() => setLoaded({ monaco, MonacoEditor, place: placeIn(field.current) }));
            }),
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
        <loaded.MonacoEditor monaco={loaded.monaco} place={loaded.place} {...props} />
      ) : (
        <EarlyText {...props} field={field} />
      )}
    </div>
  );
}
