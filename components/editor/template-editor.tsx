"use client";

import "./editor.css";
import { useEffect, useRef, useState } from "react";
import type { TemplateEditorProps } from "./editor-types";
import { loadMonaco, type Monaco } from "./load-monaco";
import { PlainEditor } from "./plain-editor";
import { TemplateSkeleton } from "./template-skeleton";

type Loaded = { monaco: Monaco; MonacoEditor: typeof import("./monaco-editor")["MonacoEditor"] };

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
        Promise.all([loadMonaco(), import("./monaco-editor")]).then(
          ([monaco, { MonacoEditor }]) => !isGone && setLoaded({ monaco, MonacoEditor }),
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
    <div ref={box}>
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
