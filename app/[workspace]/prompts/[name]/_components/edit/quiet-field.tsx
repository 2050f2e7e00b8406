"use client";

import { type ComponentProps, useState } from "react";
import { cn } from "@/components/ui/cn";

/** The style of a field in a table. It looks like plain text until it is hovered or focused. */
export const quietStyle =
  "rounded-sm bg-transparent px-1.5 -ml-1.5 hover:bg-surface-active hover:shadow-[inset_0_0_0_1px_var(--border-control)] focus:bg-surface aria-invalid:shadow-[inset_0_0_0_1px_var(--negative)] [&[readonly]]:shadow-none [&[readonly]]:hover:bg-transparent max-md:min-h-10 max-md:shadow-[inset_0_0_0_1px_var(--border-control)] max-md:ml-0";

type Props = Omit<ComponentProps<"textarea">, "onChange" | "value"> & {
  value: string;
  onChange: (value: string) => void;
  mono?: boolean;
};

/** A field of one line that grows with its text. */
export function QuietField({ mono, className, onChange, ...rest }: Props) {
  return (
    <textarea
      {...rest}
      rows={1}
      spellCheck={false}
      onChange={(event) => onChange(event.target.value)}
      className={cn(
        quietStyle,
        "field-sizing-content block w-full min-w-16 resize-none py-1 leading-5 max-md:py-2.5",
        mono && "font-mono text-12",
        className,
      )}
    />
  );
}

type NameProps = {
  value: string;
  label: string;
  check: (name: string) => string | null;
  onRename: (name: string) => void;
};

/** A field for a name. The new name is applied on blur or Enter. Esc restores the old name. */
export function QuietName({ value, label, check, onRename }: NameProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed?.trim() ?? value;
  const error = typed === null || name === value ? null : check(name);
  const take = () => {
    if (typed === null || error) return;
    setTyped(null);
    if (name !== value) onRename(name);
  };
  return (
    <>
      <input
        aria-label={label}
        aria-invalid={error ? true : undefined}
        value={typed ?? value}
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === "Enter") event.currentTarget.blur();
          if (event.key === "Escape") setTyped(null);
        }}
        className={cn(
          quietStyle,
          "field-sizing-content h-7 min-w-8 max-w-full font-mono text-12 max-md:-ml-1.5 max-md:text-13 max-md:shadow-none",
        )}
      />
      {error ? (
        <p role="alert" className="text-12 text-negative">
          {error}
        </p>
      ) : null}
    </>
  );
}
