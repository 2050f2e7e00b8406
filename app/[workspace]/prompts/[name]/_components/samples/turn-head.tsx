import { X } from "lucide-react";
import { cn } from "@/components/ui/cn";
import { IconButton } from "@/components/ui/icon-button";
import { controlStyle } from "@/components/ui/input";
import type { PlaceholderValues } from "@/lib/evaluation/values";

export type SampleTurn = PlaceholderValues[string][number];
export type Turns = readonly SampleTurn[];

/** The style of the text of a turn. */
export const turnStyle = cn(controlStyle, "field-sizing-content block min-h-8 resize-none py-1.5");

const roles = { user: "User", assistant: "Assistant", tool: "Tool" } as const;

type TurnHeadProps = {
  index: number;
  role: string;
  /** Null: the role cannot be changed. */
  onRole: ((role: string) => void) | null;
  onRemove: () => void;
};

/** The speaker of a turn, and the button that removes it. */
export function TurnHead({ index, role, onRole, onRemove }: TurnHeadProps) {
  return (
    <div className="flex items-center justify-between">
      <select
        aria-label={`Speaker of turn ${index + 1}`}
        value={role}
        disabled={!onRole}
        onChange={(event) => onRole?.(event.target.value)}
        className="h-6 appearance-none rounded-sm bg-transparent text-12 text-fg-muted hover:text-fg max-md:h-10"
      >
        {Object.entries(roles).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <IconButton label={`Remove turn ${index + 1}`} size="sm" icon={<X className="size-3.5" />} onClick={onRemove} />
    </div>
  );
}
