"use client";

import "./editor.css";
import { useEffect, useRef, useState } from "react";
import type { Monaco, TemplateEditorProps } from "./editor-types";
import { loadMonaco } from "./load-monaco";
import { PlainEditor } from "./plain-editor";
import { TemplateSkeleton } from "./template-skeleton";

type Loaded = { monaco: Monaco; MonacoEditor: typeof import("./monaco-editor")["MonacoEditor"] };

const loadParts = () => Promise.all([loadMonaco(), import("./monaco-editor")]);

/**
 * Scripts that run so soon after the address was opened (ms) came on a fast line: Monaco then comes while the page starts.
 * On a slow line it would take from what the page waits for.
 */
const soonMs = 1_500;
if (typeof document !== "undefined" && performance.now() < soonMs && document.querySelector("[data-template]"))
  loadParts().catch(() => {}); // the editor asks again, and says it

let turn: Promise<void> = Promise.resolve();

/** Editors of a page are made one by one, each once the page is idle: the first is typed into before the last is there. */
function inTurn(make: () => void): void {
  turn = turn.then(make).then(
    () =>
      new Promise((done) => {
        if ("requestIdleCallback" in window) requestIdleCallback(() => done(), { timeout: 200 });
        else setTimeout(done, 30); // Safari
      }),
  );
}

/** A template to edit. Monaco comes when it is nearly in sight; until then the text stands there, coloured. */
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
        // The page does not wait for what shows nothing without Monaco.
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
