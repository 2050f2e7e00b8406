"use client";

import { X } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { cn } from "./cn";
import { Field, useFieldProps } from "./field";

export type TagsInputProps = {
  tags: readonly string[];
  onChange: (tags: readonly string[]) => void;
  isOff?: boolean;
  help?: string;
};

const most = 20;
const longest = 50;

function Inside({ tags, onChange, isOff, onError }: TagsInputProps & { onError: (error: string | null) => void }) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const field = useFieldProps({});

  const add = () => {
    const added = text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag && !tags.includes(tag));
    const next = [...tags, ...new Set(added)];
    if (next.length > most) return onError(`There are at most ${most} tags. Remove one first.`);
    if (added.some((tag) => tag.length > longest)) return onError(`A tag has at most ${longest} characters.`);
    onError(null);
    setText("");
    if (added.length > 0) onChange(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing || isOff) return;
    if (event.key === "," || (event.key === "Enter" && text.trim())) {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && tags.length > 0) onChange(tags.slice(0, -1));
  };
  const remove = (tag: string) => {
    onChange(tags.filter((one) => one !== tag));
    input.current?.focus();
  };

  return (
    <div
      className={cn(
        "flex min-h-8 flex-wrap items-center gap-1 rounded-md border border-line-control px-1.5 py-1 focus-within:outline-2 focus-within:outline-focus focus-within:outline-offset-1 max-md:min-h-10",
        isOff ? "bg-surface-sunken" : "bg-surface",
      )}
    >
      {tags.map((tag) => (
        <span
          key={tag}
          className="inline-flex h-[22px] max-w-full items-center rounded-sm bg-surface-hover pl-1.5 text-12 max-md:h-8"
        >
          <span className="truncate">{tag}</span>
          {isOff ? (
            <span className="w-1.5" />
          ) : (
            <button
              type="button"
              aria-label={`Remove the tag ${tag}`}
              onClick={() => remove(tag)}
              className="grid size-6 place-items-center rounded-sm text-fg-subtle hover:text-fg max-md:size-9"
            >
              <X className="size-3" />
            </button>
          )}
        </span>
      ))}
      <input
        {...field}
        ref={input}
        value={text}
        readOnly={isOff}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={add}
        className="min-w-24 flex-1 bg-transparent px-1 outline-none"
      />
    </div>
  );
}

/** Tags as chips: Enter or a comma adds one, Backspace in the empty field removes the last one. */
export function TagsInput({ help, ...props }: TagsInputProps) {
  const [error, setError] = useState<string | null>(null);
  return (
    <Field label="Tags" help={help ?? "Enter or a comma adds one. The list can be filtered by them."} error={error}>
      <Inside {...props} onError={setError} />
    </Field>
  );
}
