"use client";

import { useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { useRouter } from "@/components/layout/use-router";
import { Callout } from "@/components/ui/callout";
import { lateDialog } from "@/components/ui/late-dialog";
import { LinkButton, TextLink } from "@/components/ui/text-link";
import type { SuiteView } from "@/lib/evaluation/suites/views";

const BringBackDialog = lateDialog(() => import("./bring-back-dialog").then((module) => module.BringBackDialog));

type Props = { suite: SuiteView; revision: number; mayChange: boolean };

/** The note above the cases of an earlier revision. */
export function EarlierNote({ suite, revision, mayChange }: Props) {
  const workspace = useWorkspace();
  const router = useRouter();
  const [isAsked, setAsked] = useState(false);
  const base = `/${workspace}/evaluations/suites/${suite.id}`;
  return (
    <div className="px-6 pt-4 max-md:px-4">
      <Callout
        action={
          <>
            <TextLink href={base}>Show the current cases</TextLink>
            {mayChange ? (
              <>
                {" or "}
                <LinkButton onClick={() => setAsked(true)}>restore these</LinkButton>
              </>
            ) : null}
          </>
        }
      >
        These are the cases of revision {revision}; now it is revision {suite.revision}.
      </Callout>
      {isAsked ? (
        <BringBackDialog
          suite={suite}
          revision={revision}
          onClose={() => setAsked(false)}
          onDone={() => {
            setAsked(false);
            router.push(base);
            router.refresh();
          }}
        />
      ) : null}
    </div>
  );
}
