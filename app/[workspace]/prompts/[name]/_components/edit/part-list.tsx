"use client";

import { ArrowDown, ArrowUp, DatabaseZap, File, Image, Trash2, Type } from "lucide-react";
import { TemplateEditor } from "@/components/editor/template-editor";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import type { DraftPart } from "@/lib/editing/draft/draft";
import { newPart, partPlace } from "@/lib/editing/draft/draft-parts";
import { useEdit } from "./edit-context";
import { MediaFields, PartSource } from "./media-fields";
import { useTextPlace } from "./use-text-place";

type Props = {
  /** The place of the parts in the draft: a message, or a side of an example. */
  place: string;
  label: string;
  parts: readonly DraftPart[];
  onChange: (parts: DraftPart[]) => void;
};

/** The parts in order: texts, images and files, each with its cache marker. */
export function PartList({ place, label, parts, onChange }: Props) {
  const { isReadOnly } = useEdit();
  return (
    <div className="grid">
      <ol aria-label={`Parts of ${label}`}>
        {parts.map((part, index) => {
          const change = (next: DraftPart) => onChange(parts.with(index, next));
          const move = (step: number) => onChange(parts.toSpliced(index, 1).toSpliced(index + step, 0, part));
          const name = `${kinds[part.type].text.toLowerCase()}, part ${index + 1}`;
          return (
            <li key={part.id} className={cn(index > 0 && "border-line border-t")}>
              <div className="flex min-h-8 flex-wrap items-center gap-x-1 pr-1.5 pl-3 text-12 text-fg-muted max-md:min-h-11">
                <span className="flex items-center gap-1.5 font-medium [&>svg]:size-3.5">
                  {kinds[part.type].icon} {kinds[part.type].text}
                </span>
                {part.type === "text" ? null : <PartSource part={part} index={index} onChange={change} />}
                {isReadOnly ? null : (
                  <span className="ml-auto flex">
                    <CacheButton part={part} name={name} onChange={change} />
                    <IconButton
                      label={`Move ${name} up`}
                      size="sm"
                      icon={<ArrowUp className="size-3.5" />}
                      off={index === 0}
                      onClick={() => move(-1)}
                    />
                    <IconButton
                      label={`Move ${name} down`}
                      size="sm"
                      icon={<ArrowDown className="size-3.5" />}
                      off={index === parts.length - 1}
                      onClick={() => move(1)}
                    />
                    <IconButton
                      label={`Remove ${name}`}
                      size="sm"
                      icon={<Trash2 className="size-3.5" />}
                      onClick={() => onChange(parts.toSpliced(index, 1))}
                    />
                  </span>
                )}
              </div>
              {part.type === "text" ? (
                <TextPart place={partPlace(place, part.id)} part={part} onChange={change} label={`${label}, ${name}`} />
              ) : (
                <MediaFields place={partPlace(place, part.id)} part={part} index={index} onChange={change} />
              )}
              {part.cache_control ? <CacheLine part={part} /> : null}
            </li>
          );
        })}
      </ol>
      {isReadOnly ? null : <AddParts label={label} onAdd={(type) => onChange([...parts, newPart(type, parts)])} />}
    </div>
  );
}

const kinds = {
  text: { text: "Text", icon: <Type aria-hidden /> },
  image: { text: "Image", icon: <Image aria-hidden /> },
  file: { text: "File", icon: <File aria-hidden /> },
} as const;

/** The buttons that add a part, one for each kind. */
function AddParts({ label, onAdd }: { label: string; onAdd: (type: DraftPart["type"]) => void }) {
  return (
    <fieldset
      aria-label={`Add to ${label}`}
      className="flex items-center gap-1 border-line border-t border-dashed px-1 py-1"
    >
      <span className="pl-2 text-12 text-fg-muted">Add</span>
      {(["text", "image", "file"] as const).map((type) => (
        <Button key={type} variant="quiet" size="sm" icon={kinds[type].icon} onClick={() => onAdd(type)}>
          {kinds[type].text}
        </Button>
      ))}
    </fieldset>
  );
}

type PartProps = { part: DraftPart; onChange: (part: DraftPart) => void };

function CacheButton({ part: { cache_control: marker, ...part }, name, onChange }: PartProps & { name: string }) {
  return (
    <IconButton
      label={`Cache marker after ${name}`}
      size="sm"
      aria-pressed={marker !== undefined}
      icon={<DatabaseZap className={cn("size-3.5", marker && "text-accent")} />}
      onClick={() => onChange(marker ? part : { ...part, cache_control: { type: "ephemeral" } })}
    />
  );
}

function CacheLine({ part: { cache_control: marker } }: { part: DraftPart }) {
  return (
    <p className="flex items-center gap-2 px-3 pb-1.5 text-12 text-fg-muted">
      <span aria-hidden className="h-0 w-6 border-accent border-t border-dashed" />
      The provider may cache everything up to here{marker?.ttl ? ` for ${marker.ttl}` : ""}.
      <span aria-hidden className="h-0 flex-1 border-accent border-t border-dashed" />
    </p>
  );
}

function TextPart({ place, part, onChange, label }: PartProps & { place: string; label: string }) {
  return (
    <TemplateEditor
      {...useTextPlace(place)}
      label={label}
      value={part.text ?? ""}
      onChange={(text) => onChange({ ...part, text })}
    />
  );
}
