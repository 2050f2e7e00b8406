"use client";

import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { MaskIcon } from "./mask-icon";
import { useTypedEarly } from "./use-typed-early";

export const controlStyle =
  "w-full rounded-md border border-line-control bg-surface px-2.5 text-fg focus-visible:rounded-md focus-visible:outline-offset-1 aria-invalid:border-negative aria-invalid:shadow-[0_0_0_1px_var(--negative)]";

export type InputProps = Omit<ComponentProps<"input">, "size"> & { size?: "md" | "lg"; mono?: boolean };

export function Input({ size = "md", mono, className, ref, ...rest }: InputProps) {
  return (
    <input
      {...rest}
      ref={useTypedEarly(rest.value, ref)}
      {...useFieldProps(rest)}
      className={cn(
        controlStyle,
        "read-only:bg-surface-sunken",
        size === "lg" ? "h-10 text-14" : "h-8 max-md:h-10",
        mono && "font-mono",
        className,
      )}
    />
  );
}

/** An input for a URL, without correction and autofill of the browser. */
export function UrlInput(props: Omit<InputProps, "mono" | "inputMode" | "autoComplete" | "spellCheck">) {
  return <Input {...props} mono inputMode="url" autoComplete="off" spellCheck={false} />;
}

export type TextareaProps = ComponentProps<"textarea"> & { mono?: boolean };

export function Textarea({ mono, className, rows = 2, ref, ...rest }: TextareaProps) {
  return (
    <textarea
      {...rest}
      ref={useTypedEarly(rest.value, ref)}
      {...useFieldProps(rest)}
      rows={rows}
      className={cn(
        controlStyle,
        "block min-h-8 resize-y py-1.5 read-only:bg-surface-sunken",
        mono && "font-mono",
        className,
      )}
    />
  );
}

export type SearchInputProps = Omit<ComponentProps<"input">, "size" | "type"> & { label: string };

/** A filter of a list, with a magnifier icon and a name for screen readers. */
export function SearchInput({ label, className, ref, ...rest }: SearchInputProps) {
  return (
    <label
      className={cn(
        "flex h-7 w-65 items-center gap-2 rounded-md border border-line-control bg-surface px-2 text-fg-muted focus-within:outline-2 focus-within:outline-focus focus-within:outline-offset-1 max-md:h-10 max-md:w-auto max-md:flex-[1_0_180px]",
        className,
      )}
    >
      <MaskIcon name="search" className="size-3.5" />
      <span className="sr-only">{label}</span>
      <input
        {...rest}
        ref={useTypedEarly(rest.value, ref)}
        type="search"
        className="min-w-0 flex-1 bg-transparent text-fg outline-none [&::-webkit-search-cancel-button]:appearance-none"
      />
    </label>
  );
}
