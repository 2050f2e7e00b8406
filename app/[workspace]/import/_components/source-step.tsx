"use client";

import { useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { FileDrop } from "@/components/ui/file-drop";
import { Input, Textarea } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/text-link";
import { nameOfPasted, needsName, type ReadFiles, readFiles } from "@/lib/editing/import/read-files";
import type { FormatView } from "./format-views";

type Props = {
  formats: readonly FormatView[];
  busy: string | false;
  onFiles: (read: ReadFiles) => void;
  onFailure: (message: string) => void;
};

/** Accepts files: dropped, chosen or pasted. */
export function SourceStep({ formats, busy, onFiles, onFailure }: Props) {
  const id = useId();
  const [isPasting, setPasting] = useState(false);
  const [text, setText] = useState("");
  const [name, setName] = useState("");
  const isNameless = needsName(text);
  const missing = text.trim() ? isNameless && !name.trim() && "Name the prompt first" : "There is no text yet";

  const take = async (list: readonly File[]) => {
    const read = await readFiles(list);
    if (typeof read === "string") onFailure(read);
    else onFiles(read);
  };
  return (
    <div className="grid gap-5">
      <FileDrop
        title={busy === "Reading" ? "Reading the files" : busy || "Drop files here, or choose them"}
        note="At most 4 MiB in total. You see the changes before the import."
        accept=".prompt,.prompty,.json,.yaml,.yml,.txt,.md,application/json,text/plain"
        multiple
        onFiles={(files) => void take(files)}
      />
      {isPasting ? (
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!missing) onFiles({ files: [{ name: nameOfPasted(text, isNameless ? name : ""), text }], leftOut: [] });
          }}
        >
          <Field label="The file's text">
            <Textarea mono rows={10} value={text} autoFocus onChange={(event) => setText(event.target.value)} />
          </Field>
          {isNameless ? (
            <Field label="Name of the prompt" help="The text has none.">
              <Input
                mono
                value={name}
                placeholder="support/reply"
                className="max-w-80"
                onChange={(event) => setName(event.target.value)}
              />
            </Field>
          ) : null}
          <div>
            <Button type="submit" busy={busy} off={missing || null}>
              Show changes
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
          {formats.map(({ format, label, reads, endings }) => (
            <div key={format} className="contents">
              <dt className="font-medium max-md:mt-1.5">{label}</dt>
              <dd className="text-fg-muted">
                {reads} <span className="whitespace-nowrap text-12">({endings.join(", ")})</span>
              </dd>
            </div>
          ))}
        </dl>
        <p className="mt-3 max-w-[62ch] text-12 text-fg-muted">
          Handlebars, mustache, f-strings and Jinja2 become Liquid. Syntax that Liquid does not have is listed with its
          line, and that prompt is not imported. A field that does not exist here is listed before you import.
        </p>
      </section>
    </div>
  );
}
