"use client";

import { type ComponentProps, type Ref, type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { cn } from "./cn";
import { useFieldProps } from "./field";
import { MaskIcon } from "./mask-icon";

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

type FilterSearchProps = Omit<ComponentProps<"input">, "size" | "type" | "onChange"> & {
  label: string;
  /** The words, or null for none. They wait while the person types. */
  onSearch: (words: string | null, wait: { waitMs: number }) => void;
};

/** The words by which a list is filtered, with a magnifier icon and a name for screen readers. */
export function FilterSearch({ label, onSearch, className, ref, ...rest }: FilterSearchProps) {
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
        onChange={({ target: { value } }) => onSearch(value || null, { waitMs: value ? 200 : 0 })}
        className="min-w-0 flex-1 bg-transparent text-fg outline-none [&::-webkit-search-cancel-button]:appearance-none"
      />
    </label>
  );
}

type Control = HTMLInputElement | HTMLTextAreaElement;

/**
 * Returns a ref for a control that reports text typed before hydration. React keeps such text in the control but only
 * knows the server's value, and would restore that at the next render. Each control reports in a task of its own, so
 * that a form has taken the text of one control before it gets the next one.
 */
function useTypedEarly<T extends Control>(value: unknown, ref: Ref<T> | undefined): RefObject<T | null> {
  const own = useRef<T>(null);
  useImperativeHandle(ref, () => own.current as T);
  const written = useRef(value);
  useEffect(() => {
    const control = own.current;
    const known = written.current;
    if (!control || known === undefined || known === null || control.value === String(known)) return;
    const typed = control.value;
    const report = () => {
      control.removeEventListener("input", stop);
      // The setter of the instance is React's and records the value as known. That of the prototype is the browser's.
      control.value = String(known);
      Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value")?.set?.call(control, typed);
      control.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const timer = setTimeout(report);
    const stop = () => clearTimeout(timer); // the person types on, which reports the whole text
    control.addEventListener("input", stop, { once: true });
    return () => {
      stop();
      control.removeEventListener("input", stop);
    };
  }, []);
  return own;
}
