import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";

/** Adds a part to the draft. `what` is the visible text and `label` the accessible name. */
export function AddButton({ what, label, onClick }: { what: string; label: string; onClick: () => void }) {
  return (
    <Button variant="quiet" size="sm" icon={<Plus className="size-3.5" />} onClick={onClick} aria-label={label}>
      {what}
    </Button>
  );
}
