"use client";

import { FileUp } from "lucide-react";
import { type DragEvent, useId, useState } from "react";
import { cn } from "./cn";

type Props = {
  /** "Drop files here, or choose them" */
  title: string;
  /** The accepted types and sizes. */
  note: string;
  accept: string;
  multiple?: boolean;
  onFiles: (files: readonly File[]) => void;
};

/** A field to drop or choose files. */
export function FileDrop({ title, note, accept, multiple = false, onFiles }: Props) {
  const id = useId();
  const [isOver, setOver] = useState(false);
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    onFiles([...event.dataTransfer.files]);
  };
  return (
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
      <FileUp className="size-5 text-fg-muted" />
      <span className="font-medium text-14">{title}</span>
      <span className="text-fg-muted">{note}</span>
      <input
        id={id}
        type="file"
        multiple={multiple}
        accept={accept}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
      />
    </label>
  );
}
