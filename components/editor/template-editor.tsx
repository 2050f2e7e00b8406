"use client";

import "./editor.css";
import { useEffect, useRef, useState } from "react";
import type { TemplateEditorProps } from "./editor-types";
import { loadMonaco, type Monaco } from "./load-monaco";
import { MonacoEditor } from "./monaco-editor";
import { PlainEditor } from "./plain-editor";
import { TemplateSkeleton } from "./template-skeleton";

/** A template to edit. Monaco comes when it is nearly in sight; until then the text stands there, coloured. */
export function TemplateEditor(props: TemplateEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const [monaco, setMonaco] = useState<Monaco | "failed" | null>(null);

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    let isGone = false;
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        loadMonaco().then(
          (loaded) => !isGone && setMonaco(() => loaded),
          () => !isGone && setMonaco("failed"),
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
      {monaco === "failed" ? (
        <PlainEditor {...props} />
      ) : monaco ? (
        <MonacoEditor monaco={monaco} {...props} />
      ) : (
        <TemplateSkeleton value={props.value} firstLine={props.firstLine} />
      )}
    </div>
  );
}
