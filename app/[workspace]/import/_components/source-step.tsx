"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
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
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");

  const take = async (list: readonly File[]) => {
    const read = await readFiles(list);
    if (typeof read === "string") onFailure(read);
    else onFiles(read);
  };
  return (
    <div className="grid gap-5">
      <FileDrop
        title={busy === "Reading" ? "Reading the files" : busy || "Drop files here, or choose them"}
        note=".prompt and .json, 4 MiB together. You see first what will change."
        accept=".prompt,.json,.txt,application/json,text/plain"
        multiple
        onFiles={(files) => void take(files)}
      />
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
