import { KeyRound } from "lucide-react";
import { Button } from "@/components/ui/button";
import { withQuery } from "../../_components/paths";

/** Under the examples: the key they need, and where to make one. */
export function KeyLine({ workspace, canMake }: { workspace: string; canMake: boolean }) {
  return (
    <>
      <code className="min-w-0 truncate text-12">UNDERSTUDY_KEY=us_…</code>
      <Button
        size="sm"
        icon={<KeyRound className="size-3.5" />}
        href={withQuery(`/${workspace}/settings/keys`, { new: "true" })}
        off={canMake ? null : "Only admins and owners can create keys. Ask one of them."}
      >
        Create a key
      </Button>
    </>
  );
}
