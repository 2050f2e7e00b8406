"use client";

import { Braces, Puzzle, Undo2 } from "lucide-react";
import { Menu } from "@/components/ui/menu";
import { useEdit } from "./edit-context";

const tool = "flex items-center justify-center gap-1.5 font-medium text-12 focus-visible:-outline-offset-2";

/** The toolbar below 820 px, in place of the tab bar. It inserts what is hard to type on a phone. */
export function EditorTools() {
  const { analysis, setup, handles, lastPlace, draft } = useEdit();
  const handle = () => {
    const place = lastPlace.current ?? draft.entries.find((entry) => entry.kind === "message")?.id;
    return place ? handles.current.get(place) : undefined;
  };
  const variables = [...(analysis.content.variables ?? []), ...analysis.inherited];
  return (
    <div
      role="toolbar"
      aria-label="Writing"
      className="fixed inset-x-0 bottom-0 z-25 grid h-15 grid-cols-3 border-line-strong border-t bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      <Menu
        label="Insert a variable"
        side="top"
        items={[
          ...variables.map(({ name }) => ({ label: name, onSelect: () => handle()?.insert(`{{ ${name} }}`) })),
          { label: "Another", hint: "{{ name }}", onSelect: () => handle()?.insert("{{ name }}") },
        ]}
        trigger={
          <button type="button" className={tool}>
            <Braces />
            Variable
          </button>
        }
      />
      <Menu
        label="Insert a snippet"
        side="top"
        items={
          setup.snippetNames.length > 0
            ? setup.snippetNames.map((name) => ({
                label: name,
                onSelect: () => handle()?.insert(`{% render '${name}' %}`),
              }))
            : [{ label: "No snippets yet: create a text prompt", off: true }]
        }
        trigger={
          <button type="button" className={tool}>
            <Puzzle />
            Snippet
          </button>
        }
      />
      <button type="button" className={tool} onClick={() => handle()?.undo()}>
        <Undo2 />
        Undo
      </button>
    </div>
  );
}
