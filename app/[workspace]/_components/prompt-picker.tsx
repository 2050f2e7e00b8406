"use client";

import { ChevronDown } from "lucide-react";
import { useState } from "react";
import { chipOn } from "@/components/ui/chip";
import { cn } from "@/components/ui/cn";
import { useFieldProps } from "@/components/ui/field";
import { controlStyle } from "@/components/ui/input";
import { latePart } from "@/components/ui/late-part";
import { PanelLoading } from "@/components/ui/panel-loading";
import { Popover } from "@/components/ui/popover";

export type PromptPickerProps = {
  /** The name of the chosen prompt; "" for none. */
  value: string;
  onPick: (name: string) => void;
  /** The first option, which means no prompt: "Any prompt". */
  none?: string;
  /** A chip in the filter bar of a list. */
  isFilter?: boolean;
  "aria-label"?: string;
  /** Takes the focus when the surrounding dialog opens. */
  "data-autofocus"?: boolean;
};

const loadList = () => import("./prompt-list");
const PromptList = latePart(() => loadList().then((module) => module.PromptList), PanelLoading);

/** Chooses a prompt by a part of its name. */
export function PromptPicker({ value, onPick, none, isFilter, ...rest }: PromptPickerProps) {
  const [isOpen, setOpen] = useState(false);
  const pick = (name: string) => {
    setOpen(false);
    onPick(name);
  };
  return (
    <Popover
      label="Choose a prompt"
      align="start"
      open={isOpen}
      onOpenChange={setOpen}
      className="w-[var(--radix-popover-trigger-width)] min-w-80 p-0"
      trigger={
        <button
          type="button"
          {...useFieldProps({})}
          onPointerEnter={() => void loadList()}
          onFocus={() => void loadList()}
          data-autofocus={rest["data-autofocus"]}
          aria-label={rest["aria-label"] && `${rest["aria-label"]}: ${value || none}`}
          className={cn(
            isFilter ? "chip max-w-64 text-left" : `${controlStyle} flex h-8 items-center gap-2 text-left max-md:h-10`,
            isFilter && value && chipOn,
          )}
        >
          <span className={cn("min-w-0 flex-1 truncate", !value && !none && "text-fg-muted")}>
            {value || none || "Choose a prompt"}
          </span>
          <ChevronDown className={cn("size-3.5", !(isFilter && value) && "text-fg-muted")} />
        </button>
      }
    >
      <PromptList value={value} none={none} onPick={pick} />
    </Popover>
  );
}
