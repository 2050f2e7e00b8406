"use client";

import { File, Image, Trash2 } from "lucide-react";
import { TemplateEditor } from "@/components/editor/template-editor";
import { IconButton } from "@/components/ui/icon-button";
import { toast } from "@/components/ui/toast";
import { type DraftExample, type DraftPart, examplePlace } from "@/lib/editing/draft/draft";
import { asParts, newPart } from "@/lib/editing/draft/draft-parts";
import { useEdit } from "./edit-context";
import { PartList } from "./late-part-list";
import { useTextPlace } from "./use-text-place";

/** The examples: pairs of a question and the expected answer. */
export function ExampleList() {
  const { draft } = useEdit();
  const hasPlace = draft.entries.some((entry) => entry.kind === "slot" && entry.placeholder === "examples");
  return (
    <section aria-label="Examples" className="mb-4 grid gap-2.5">
      <p className="text-12 text-fg-muted">
        {hasPlace
          ? "Sent where “Examples” stands among the messages."
          : "Sent right after the instructions at the top, before the chat history and every other message."}
      </p>
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
      <ExampleSide example={example} side="input" label={`Example ${index + 1}, question`} title="Question" />
      <div className="border-line border-t">
        <ExampleSide example={example} side="output" label={`Example ${index + 1}, answer`} title="Answer" />
      </div>
      <p role="status" className="px-3 pb-2 text-12 text-warning empty:hidden">
        {emptyWords(example)}
      </p>
    </section>
  );
}

/** Says which side is still empty, because some providers refuse an empty message. A new example has both empty. */
function emptyWords({ input, output, inputParts, outputParts }: DraftExample): string | null {
  const hasQuestion = inputParts !== undefined || input.trim() !== "";
  const hasAnswer = outputParts !== undefined || output.trim() !== "";
  if (hasQuestion === hasAnswer) return null;
  return `The ${hasQuestion ? "answer" : "question"} is still empty.`;
}

type SideProps = { example: DraftExample; side: "input" | "output"; label: string; title: string };

function ExampleSide({ example, side, label, title }: SideProps) {
  const { dispatch, isReadOnly } = useEdit();
  const place = useTextPlace(examplePlace(example.id, side));
  const parts = side === "input" ? example.inputParts : example.outputParts;
  const setParts = (next: DraftPart[]) => dispatch({ do: "set example parts", id: example.id, side, parts: next });
  return (
    <>
      <div className="flex min-h-8 items-end gap-1 pr-1.5 pl-3 text-12 text-fg-muted">
        <p className="mr-auto">{title}</p>
        {parts || isReadOnly || side === "output" ? null : <AddMedia text={example[side]} onAdd={setParts} />}
      </div>
      {parts ? (
        <PartList place={examplePlace(example.id, side)} label={label} parts={parts} onChange={setParts} />
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

/** The buttons that add an image or a file to the text of a question. */
function AddMedia({ text, onAdd }: { text: string; onAdd: (parts: DraftPart[]) => void }) {
  const add = (type: "image" | "file") => {
    const parts = asParts(text);
    onAdd([...parts, newPart(type, parts)]);
  };
  return (
    <>
      <IconButton label="Add an image" size="sm" icon={<Image className="size-3.5" />} onClick={() => add("image")} />
      <IconButton label="Add a file" size="sm" icon={<File className="size-3.5" />} onClick={() => add("file")} />
    </>
  );
}
