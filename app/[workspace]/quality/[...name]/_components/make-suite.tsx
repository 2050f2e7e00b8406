"use client";

import { Plus } from "lucide-react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useAction } from "@/components/ui/use-action";
import { leftOutWords, measuredWords } from "@/lib/evaluation/suites/left-out-words";
import { makeSuiteOf } from "../../actions";

type Props = {
  prompt: string;
  name: string;
  /** Names the group in the button's label for screen readers. */
  about: string;
  interactionIds: readonly string[];
};

/** Creates a suite from a group of rejected answers and opens it. */
export function MakeSuite({ prompt, name, about, interactionIds }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const { start, isBusy } = useAction({
    run: () => makeSuiteOf({ workspace, prompt, name, interactionIds: [...interactionIds] }),
    onDone: ({ id, cases, skipped, rejectedBy }) => {
      toast({
        title: cases === 1 ? "A suite with one case was created." : `A suite with ${cases} cases was created.`,
        detail: [measuredWords(rejectedBy), leftOutWords(skipped)].filter(Boolean).join(" "),
      });
      router.push(`/${workspace}/evaluations/suites/${id}`);
    },
    failed: "The suite could not be created.",
  });
  return (
    <Button size="sm" icon={<Plus />} onClick={() => start()} busy={isBusy && "Creating a suite"}>
      Create a suite from these<span className="sr-only">{`: ${about}`}</span>
    </Button>
  );
}
