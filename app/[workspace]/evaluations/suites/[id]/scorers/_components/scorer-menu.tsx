import type { ReactElement } from "react";
import { Menu } from "@/components/ui/menu";
import { scorerForm } from "@/lib/evaluation/scorers/form-registry";
import type { ScorerType } from "@/lib/evaluation/scorers/schema";

type Props = {
  label: string;
  types: readonly ScorerType[];
  trigger: ReactElement;
  onAdd: (type: ScorerType) => void;
};

/** The types of scorers to choose from, each with what it measures. */
export function ScorerMenu({ label, types, trigger, onAdd }: Props) {
  const items = types.map((type) => {
    const { label: name, help } = scorerForm(type);
    return {
      label: (
        <span className="grid py-1">
          <span>{name}</span>
          <span className="whitespace-normal text-12 text-fg-muted">{help}</span>
        </span>
      ),
      onSelect: () => onAdd(type),
    };
  });
  return <Menu label={label} className="max-w-96" items={items} trigger={trigger} />;
}
