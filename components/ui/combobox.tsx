"use client";

import { Popover } from "radix-ui";
import { type ReactNode, useId, useRef, useState } from "react";
import { cn } from "./cn";
import { Input, type InputProps } from "./input";

export type ComboboxOption = { value: string; label?: ReactNode; hint?: ReactNode };

export type ComboboxProps = Omit<InputProps, "value" | "onChange" | "role"> & {
  value: string;
  onChange: (value: string) => void;
  /** Suggestions while typing. Any other text is accepted too. */
  options: readonly ComboboxOption[];
  onPick?: (option: ComboboxOption) => void;
};

/** A text field with suggestions: arrow keys select, Enter accepts, Escape closes. */
export function Combobox({ value, onChange, options, onPick, readOnly, ...rest }: ComboboxProps) {
  const listId = useId();
  const [isOpen, setOpen] = useState(false);
  const [isFiltering, setFiltering] = useState(false);
  const [active, setActive] = useState(-1);
  const field = useRef<HTMLInputElement>(null);
  const term = value.trim().toLowerCase();
  const shown = isFiltering && term ? options.filter((option) => option.value.toLowerCase().includes(term)) : options;
  const isShown = isOpen && shown.length > 0 && !readOnly;
  const idOf = (index: number) => `${listId}-${index}`;

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const pick = (option: ComboboxOption) => {
    if (onPick) onPick(option);
    else onChange(option.value);
    close();
  };

  return (
    <Popover.Root open={isShown}>
      <Popover.Anchor asChild>
        <Input
          {...rest}
          ref={field}
          role="combobox"
          aria-expanded={isShown}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={isShown && active >= 0 ? idOf(active) : undefined}
          autoComplete="off"
          spellCheck={false}
          readOnly={readOnly}
          value={value}
          onChange={(event) => {
            onChange(event.target.value);
            setFiltering(true);
            setOpen(true);
            setActive(-1);
          }}
          onClick={() => {
            setFiltering(false);
            setOpen(true);
          }}
          onBlur={close}
          onKeyDown={(event) => {
            if (event.key === "ArrowDown" || event.key === "ArrowUp") {
              event.preventDefault();
              const step = event.key === "ArrowDown" ? 1 : -1;
              if (!isShown) setFiltering(false);
              setOpen(true);
              setActive((before) => (before + step + shown.length) % Math.max(1, shown.length));
            } else if (event.key === "Enter" && isShown && !event.metaKey && !event.ctrlKey) {
              const option = shown[active];
              event.preventDefault();
              if (option) pick(option);
              else close();
            } else if (event.key === "Escape" && isShown) {
              event.stopPropagation();
              close();
            }
          }}
        />
      </Popover.Anchor>
      <Popover.Portal>
        <Popover.Content
          asChild
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div
            id={listId}
            role="listbox"
            aria-label="Suggestions"
            className="enter-pop z-45 max-h-72 min-w-[var(--radix-popover-trigger-width)] max-w-[min(420px,calc(100vw-24px))] overflow-y-auto rounded-lg bg-surface-raised p-1 text-13 shadow-popover outline-none"
          >
            {shown.map((option, index) => (
              <button
                type="button"
                tabIndex={-1}
                key={option.value}
                id={idOf(index)}
                role="option"
                aria-selected={option.value === value}
                onPointerDown={(event) => event.preventDefault()}
                onPointerMove={() => setActive(index)}
                onClick={() => pick(option)}
                className={cn(
                  "flex min-h-8 w-full cursor-pointer text-left select-none items-center gap-3 rounded-md px-2 max-md:min-h-11",
                  index === active && "bg-surface-hover",
                )}
              >
                <span className="min-w-0 flex-1 truncate">{option.label ?? option.value}</span>
                {option.hint ? <span className="shrink-0 text-12 text-fg-muted">{option.hint}</span> : null}
              </button>
            ))}
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
