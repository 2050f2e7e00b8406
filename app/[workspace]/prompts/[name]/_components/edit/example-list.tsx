"use client";

import { Trash2 } from "lucide-react";
import { TemplateEditor } from "@/components/editor/template-editor";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { contentLines } from "@/lib/template/message-text";
import { type DraftExample, examplePlace } from "./draft";
import { readContent } from "./draft-parts";
import { useEdit } from "./edit-context";
import { useTextPlace } from "./use-text-place";

/** Pairs of what somebody says and the answer that is right. */
export function ExampleList() {
  const { draft } = useEdit();
  return (
    <section aria-label="Examples" className="mb-4 grid gap-2.5">
      {draft.examples.map((example, index) => (
        <ExampleBlock key={example.id} example={example} index={index} />
      ))}
    </section>
  );
}

function ExampleBlock({ example, index }: { example: DraftExample; index: number }) {
  const { dispatch, isReadOnly } = useEdit();
  const remove = () => {
    dispatch({ do: "remove example", id: example.id });
    toast({
      title: `Example ${index + 1} deleted.`,
      detail: "Nothing is saved yet.",
      undo: () => dispatch({ do: "insert example", example, at: index }),
    });
  };
  return (
    <section
      aria-label={`Example ${index + 1}`}
      data-editor-block={example.id}
      tabIndex={-1}
      className="rounded-lg border border-line-strong bg-surface outline-none focus-within:border-accent focus-within:shadow-[0_0_0_1px_var(--accent)]"
    >
      <header className="flex h-9 items-center justify-between rounded-t-[7px] border-line border-b bg-surface-sunken pr-1.5 pl-3 max-md:h-11">
        <h3 className="font-semibold">Example {index + 1}</h3>
        {isReadOnly ? null : (
          <IconButton label={`Delete example ${index + 1}`} size="sm" icon={<Trash2 />} onClick={remove} />
        )}
      </header>
      <ExampleSide example={example} side="input" label={`Example ${index + 1}, question`} title="User" />
      <div className="border-line border-t">
        <ExampleSide example={example} side="output" label={`Example ${index + 1}, answer`} title="Assistant" />
      </div>
    </section>
  );
}

type SideProps = { example: DraftExample; side: "input" | "output"; label: string; title: string };

function ExampleSide({ example, side, label, title }: SideProps) {
  const { dispatch } = useEdit();
  const place = useTextPlace(examplePlace(example.id, side));
  const parts = side === "input" ? example.inputParts : example.outputParts;
  return (
    <>
      <p className="px-3 pt-2 text-12 text-fg-muted">{title}</p>
      {parts ? (
        <p className="whitespace-pre-wrap px-3 py-2 font-mono text-12">
          {contentLines(readContent({ content: "", parts }))}
        </p>
      ) : (
        <TemplateEditor
          {...place}
          label={label}
          value={example[side]}
          onChange={(text) => dispatch({ do: "write example", id: example.id, side, text })}
        />
      )}
    </>
  );
}
