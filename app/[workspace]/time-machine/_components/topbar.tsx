"use client";

import { Link2 } from "lucide-react";
import { Topbar } from "@/components/layout/topbar";
import { Button } from "@/components/ui/button";
import { copyText } from "@/components/ui/copy-button";
import { toast } from "@/components/ui/toast";
import { useQueryText } from "@/components/ui/use-query-text";
import { withParam } from "@/components/ui/with-param";

/** Copies an address that contains the instant, even if the page shows "now". */
export function TimeMachineTopbar({ canCopy, at }: { canCopy: boolean; at: number }) {
  const [, setAt] = useQueryText("at");
  const copy = async () => {
    const instant = new Date(at).toISOString();
    setAt(instant);
    const isCopied = await copyText(location.origin + location.pathname + withParam(location.search, "at", instant));
    if (isCopied) toast({ title: "The link is copied.", detail: "It opens this prompt, environment and moment." });
    else toast({ tone: "failed", title: "The browser did not allow it.", detail: "Copy the address of this page." });
  };
  return (
    <Topbar
      crumbs={[{ label: "Time machine" }]}
      state={<span className="max-md:hidden">What was live, when, and why</span>}
      actions={
        canCopy ? (
          <Button icon={<Link2 />} onClick={copy}>
            Copy link
          </Button>
        ) : null
      }
    />
  );
}
