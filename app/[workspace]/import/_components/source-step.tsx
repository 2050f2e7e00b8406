"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { readFiles } from "./read-files";
import type { SourceFile } from "./use-import";

type Props = {
  busy: string | false;
  onFiles: (files: SourceFile[]) => void;
  onFailure: (message: string) => void;
};

const formats: [string, string][] = [
  ["Understudy", "bundle.json from Export, with or without history"],
  ["Dotprompt, Humanloop", ".prompt files, one prompt each"],
  ["Langfuse", "prompts as its API gives them: one object for each version"],
  ["PromptLayer", "prompt templates as its API gives them"],
  ["LangSmith", "a commit or manifest: a chat or text template"],
  ["Pezzo", "a prompt version as its API gives it"],
];

/** Where files come in: dropped, chosen or pasted. */
export function SourceStep({ busy, onFiles, onFailure }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");

  const take = async (list: readonly File[]) => {
    const read = await readFiles(list);
    if (typeof read === "string") onFailure(read);
    else onFiles(read);
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void take([...event.dataTransfer.files]);
  };

  return (
    <div className="grid gap-5">
      <label
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
        className={cn(
          "grid cursor-pointer justify-items-center gap-1 rounded-lg border border-line-control border-dashed px-6 py-10 text-center transition-colors hover:bg-surface-hover has-focus-visible:outline-2 has-focus-visible:outline-focus has-focus-visible:outline-offset-2",
          isOver && "border-accent bg-accent-soft",
        )}
      >
        <FileUp aria-hidden="true" className="size-5 text-fg-muted" />
        <span className="font-medium text-14">{busy ? "Reading the files" : "Drop files here, or choose them"}</span>
        <span className="text-fg-muted">.prompt and .json, 4 MiB together. You see first what will change.</span>
        <input
          id={id}
          type="file"
          multiple
          accept=".prompt,.json,.txt,application/json,text/plain"
          className="sr-only"
          onChange={(event) => {
            void take([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      </label>
      {isPasting ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim()) onFiles([{ name: /^\s*[[{](?!\{)/.test(text) ? "pasted.json" : "pasted.prompt", text }]);
          }}
        >
          <Field label="The file's text">
            <Textarea mono rows={10} value={text} autoFocus onChange={(event) => setText(event.target.value)} />
          </Field>
          <div>
            <Button type="submit" busy={busy} off={text.trim() ? null : "There is no text yet"}>
              See what will change
            </Button>
          </div>
        </form>
      ) : (
        <p className="text-fg-muted">
          Or <LinkButton onClick={() => setPasting(true)}>paste a file&rsquo;s text</LinkButton>.
        </p>
      )}
      <section aria-labelledby={`${id}-formats`}>
        <h2 id={`${id}-formats`} className="mb-2 text-14">
          What can be read
        </h2>
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-6 gap-y-1.5 max-md:grid-cols-1 max-md:gap-y-0.5">
          {formats.map(([name, what]) => (
            <div key={name} className="contents">
              <dt className="font-medium max-md:mt-1.5">{name}</dt>
              <dd className="text-fg-muted">{what}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 max-w-[62ch] text-12 text-fg-muted">
          Handlebars, mustache, f-strings and Jinja2 become Liquid. What cannot be said in Liquid is named with its
          line, and nothing of that prompt is imported.
        </p>
      </section>
    </div>
  );
}
