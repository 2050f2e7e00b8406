"use client";

import { ArrowUp, DatabaseZap, File, Image, Trash2, Type } from "lucide-react";
import { TemplateEditor } from "@/components/editor/template-editor";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { DraftMessage, DraftPart } from "./draft";
import { newPart, partPlace } from "./draft-parts";
import { useEdit } from "./edit-context";
import { useTextPlace } from "./use-text-place";

type Change = (part: DraftPart) => DraftPart;
type PartProps = { entry: DraftMessage; part: DraftPart; index: number; change: (change: Change) => void };

/** A message's parts in their order: texts, images and files, each with its cache marker. */
export function PartList({ entry, label }: { entry: DraftMessage; label: string }) {
  const { dispatch, isReadOnly } = useEdit();
  const parts = entry.parts ?? [];
  const set = (next: DraftPart[]) => dispatch({ do: "set parts", id: entry.id, parts: next });
  return (
    <div className="grid">
      {parts.map((part, index) => {
        const change = (make: Change) => set(parts.with(index, make(part)));
        return (
          <div key={part.id} className={cn("relative", index > 0 && "border-line border-t")}>
            {part.type === "text" ? (
              <TextPart entry={entry} part={part} index={index} change={change} label={label} />
            ) : (
              <MediaPart entry={entry} part={part} index={index} change={change} />
            )}
            {isReadOnly ? null : (
              <span className="absolute top-1 right-1.5 flex">
                <CacheButton part={part} change={change} />
                <IconButton
                  label={`Move part ${index + 1} up`}
                  size="sm"
                  icon={<ArrowUp className="size-3.5" />}
                  off={index === 0}
                  onClick={() => set(parts.toSpliced(index, 1).toSpliced(index - 1, 0, part))}
                />
                <IconButton
                  label={`Remove part ${index + 1}`}
                  size="sm"
                  icon={<Trash2 className="size-3.5" />}
                  onClick={() => set(parts.toSpliced(index, 1))}
                />
              </span>
            )}
            {part.cache_control ? (
              <p className="border-line border-t border-dashed px-3 py-0.5 text-12 text-fg-muted">
                The provider may cache everything up to here
                {part.cache_control.ttl ? ` for ${part.cache_control.ttl}` : ""}.
              </p>
            ) : null}
          </div>
        );
      })}
      {isReadOnly ? null : (
        <div className="flex gap-1 border-line border-t px-1 py-1">
          {addable.map(({ type, text, icon }) => (
            <Button
              key={type}
              variant="quiet"
              size="sm"
              icon={icon}
              onClick={() => set([...parts, newPart(type, parts)])}
            >
              {text}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

const addable = [
  { type: "text", text: "Text", icon: <Type className="size-3.5" /> },
  { type: "image", text: "Image", icon: <Image className="size-3.5" /> },
  { type: "file", text: "File", icon: <File className="size-3.5" /> },
] as const;

function CacheButton({ part, change }: Pick<PartProps, "part" | "change">) {
  const isOn = part.cache_control !== undefined;
  return (
    <IconButton
      label={isOn ? "No longer cache up to here" : "Let the provider cache up to here"}
      size="sm"
      aria-pressed={isOn}
      icon={<DatabaseZap className={cn("size-3.5", isOn && "text-accent")} />}
      onClick={() =>
        change(({ cache_control: _, ...rest }) => (isOn ? rest : { ...rest, cache_control: { type: "ephemeral" } }))
      }
    />
  );
}

function TextPart({ entry, part, index, change, label }: PartProps & { label: string }) {
  const place = useTextPlace(partPlace(entry.id, part.id));
  return (
    <div className="pr-24">
      <TemplateEditor
        {...place}
        label={`${label}, part ${index + 1}`}
        value={part.text ?? ""}
        onChange={(text) => change((before) => ({ ...before, text }))}
      />
    </div>
  );
}

const sources = { variable: "from a variable", url: "from an address", data: "as data" } as const;
type SourceKind = keyof typeof sources;

/** An image or a file: where it comes from, and its picture where the page may show one. */
function MediaPart({ entry, part, index, change }: PartProps) {
  const { faults, isReadOnly } = useEdit();
  const { type, url, data, variable, media_type: mediaType } = part;
  const kind: SourceKind = variable !== undefined ? "variable" : data !== undefined ? "data" : "url";
  const name = type === "image" ? "Image" : "File";
  const [fault] = faults.get(partPlace(entry.id, part.id)) ?? [];
  const setKind = (next: SourceKind) =>
    change(({ url: _url, data: _data, variable: _variable, ...rest }) => ({ ...rest, [next]: "" }));
  const isPicture = type === "image" && data && mediaType?.startsWith("image/");
  return (
    <div className="grid gap-1.5 px-3 py-2 pr-24">
      <div className="flex flex-wrap items-center gap-2">
        {type === "image" ? <Image aria-hidden className="size-3.5" /> : <File aria-hidden className="size-3.5" />}
        <span className="font-medium">{name}</span>
        <select
          aria-label={`Where part ${index + 1} comes from`}
          value={kind}
          disabled={isReadOnly}
          onChange={(event) => setKind(event.target.value as SourceKind)}
          className="h-7 appearance-none rounded-md px-1.5 text-fg-muted hover:bg-surface-hover disabled:opacity-100 max-md:h-10"
        >
          {Object.entries(sources).map(([value, text]) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      </div>
      {kind === "data" ? (
        <Input
          aria-label={`Media type of part ${index + 1}`}
          placeholder={type === "image" ? "image/png" : "application/pdf"}
          value={mediaType ?? ""}
          readOnly={isReadOnly}
          onChange={(event) => change((before) => ({ ...before, media_type: event.target.value }))}
        />
      ) : null}
      <Input
        aria-label={`${name} of part ${index + 1}`}
        placeholder={{ variable: "photo", url: "https://example.com/{{ id }}.png", data: "base64" }[kind]}
        value={(kind === "variable" ? variable : kind === "data" ? data : url) ?? ""}
        readOnly={isReadOnly}
        onChange={(event) => change((before) => ({ ...before, [kind]: event.target.value.trim() }))}
      />
      {isPicture ? (
        // biome-ignore lint/performance/noImgElement: a data URL needs no optimizer
        <img
          alt={`Part ${index + 1}`}
          src={`data:${mediaType};base64,${data}`}
          className="max-h-40 max-w-full rounded-md border border-line"
        />
      ) : null}
      {fault ? <p className="text-12 text-negative">{fault.message}</p> : null}
    </div>
  );
}
