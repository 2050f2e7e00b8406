"use client";

import { Command } from "cmdk";
import { Check, ChevronDown, Search } from "lucide-react";
import { useEffect, useState } from "react";
import { cn } from "@/components/ui/cn";
import { useFieldProps } from "@/components/ui/field";
import { controlStyle } from "@/components/ui/input";
import { Popover } from "@/components/ui/popover";
import { reach } from "@/components/ui/reach";
import { searchPrompts } from "../actions";

export type PromptPickerProps = {
  workspace: string;
  /** The name of the chosen prompt; "" for none. */
  value: string;
  onPick: (name: string) => void;
  /** The first option, which means no prompt: "Any prompt". */
  none?: string;
  size?: "sm" | "md";
  "aria-label"?: string;
  /** Takes the focus when the surrounding dialog opens. */
  "data-autofocus"?: boolean;
  className?: string;
};

type PromptMatch = { name: string; description: string };

function useMatches(workspace: string, query: string, isOpen: boolean): PromptMatch[] | null {
  const [matches, setMatches] = useState<PromptMatch[] | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    let isCurrent = true;
    const timer = setTimeout(
      async () => {
        const result = await reach(() => searchPrompts({ workspace, query: query.trim() }));
        if (isCurrent && result.ok) setMatches(result.data);
      },
      query ? 120 : 0,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [workspace, query, isOpen]);
  return matches;
}

const option =
  "flex min-h-8 cursor-pointer select-none items-center gap-2 rounded-md px-2 data-[selected=true]:bg-surface-hover max-md:min-h-11";

/** Chooses a prompt by a part of its name. */
export function PromptPicker({ workspace, value, onPick, none, size = "md", className, ...rest }: PromptPickerProps) {
  const [query, setQuery] = useState("");
  const [isOpen, setOpen] = useState(false);
  const matches = useMatches(workspace, query, isOpen);
  const pick = (name: string) => {
    setOpen(false);
    onPick(name);
  };
  return (
    <Popover
      label="Choose a prompt"
      align="start"
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open);
        setQuery("");
      }}
      className="w-[var(--radix-popover-trigger-width)] min-w-80 p-0"
      trigger={
        <button
          type="button"
          {...useFieldProps({})}
          data-autofocus={rest["data-autofocus"]}
          aria-label={rest["aria-label"] && `${rest["aria-label"]}: ${value || none}`}
          className={cn(
            controlStyle,
            "flex items-center gap-2 text-left",
            size === "sm" ? "h-7 max-md:h-10" : "h-8 max-md:h-10",
            className,
          )}
        >
          <span className={cn("min-w-0 flex-1 truncate", !value && !none && "text-fg-muted")}>
            {value || none || "Choose a prompt"}
          </span>
          <ChevronDown aria-hidden="true" className="size-3.5 text-fg-muted" />
        </button>
      }
    >
      <Command shouldFilter={false} loop label="Prompts">
        <div className="flex h-10 items-center gap-2 border-line border-b px-3">
          <Search aria-hidden="true" className="size-3.5 text-fg-subtle" />
          <Command.Input
            value={query}
            onValueChange={setQuery}
            placeholder="A part of its name"
            className="h-full min-w-0 flex-1 bg-transparent outline-none"
          />
        </div>
        <Command.List className="max-h-72 overflow-y-auto p-1">
          {matches ? <Command.Empty className="p-3 text-fg-muted">No prompt matches</Command.Empty> : null}
          {none && !query ? (
            <Command.Item value="none" onSelect={() => pick("")} className={option}>
              {none}
            </Command.Item>
          ) : null}
          {matches?.map(({ name, description }) => (
            <Command.Item key={name} value={name} onSelect={() => pick(name)} className={option}>
              <span className="shrink-0">{name}</span>
              <span className="min-w-0 flex-1 truncate text-12 text-fg-muted">{description}</span>
              {name === value ? <Check aria-hidden="true" className="size-3.5" /> : null}
            </Command.Item>
          ))}
        </Command.List>
      </Command>
    </Popover>
  );
}
