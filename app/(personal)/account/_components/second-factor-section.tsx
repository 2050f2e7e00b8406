"use client";

import { ShieldCheck } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { type ActionFailure, useAction } from "@/components/ui/use-action";
import type { SecondFactorView } from "@/lib/auth/second-factor/queries";
import { beginFactor, renewCodes } from "../actions";
import { CodesDialog, RemoveFactorDialog, type Setup, SetupDialog } from "./factor-dialogs";

/** A person who does not confirm that it is them is told so in that dialog. */
const isUnproved = ({ code }: ActionFailure) => code === "proof_required";

/** The authenticator app and its recovery codes. */
export function SecondFactorSection({ factor, hasPassword }: { factor: SecondFactorView; hasPassword: boolean }) {
  const router = useRouter();
  const [setup, setSetup] = useState<Setup | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const [isRemoving, setRemoving] = useState(false);
  const beginning = useAction({
    run: () => beginFactor({}),
    onDone: setSetup,
    onRefused: isUnproved,
    failed: "Nothing was set up.",
  });
  const renewing = useAction({
    run: () => renewCodes({}),
    onDone: (made) => setCodes(made.codes),
    onRefused: isUnproved,
    failed: "The codes were not replaced.",
    refresh: "done",
  });
  const { since, lastUsedAt, recoveryCodesLeft } = factor;
  return (
    <>
      {since === null ? (
        <>
          <p className="max-w-[62ch] text-fg-muted">
            Not set up.{" "}
            {hasPassword ? "Anyone who learns your password can sign in." : "You have no password to protect."}
          </p>
          <p className="mt-3">
            <Button
              icon={<ShieldCheck />}
              off={hasPassword ? null : "You sign in through an identity provider, which has its own second factor."}
              busy={beginning.isBusy && "Preparing"}
              onClick={() => beginning.start()}
            >
              Set up authenticator app
            </Button>
          </p>
        </>
      ) : (
        <>
          <dl className="grid max-w-120 grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1.5">
            <dt className="text-fg-muted">Authenticator app</dt>
            <dd>
              On since <RelativeTime at={since} />
              {lastUsedAt ? (
                <span className="text-fg-muted">
                  , used <RelativeTime at={lastUsedAt} ago />
                </span>
              ) : null}
            </dd>
            <dt className="text-fg-muted">Recovery codes</dt>
            <dd className={recoveryCodesLeft <= 2 ? "text-warning" : undefined}>{recoveryCodesLeft} of 10 left</dd>
          </dl>
          <p className="mt-3 flex flex-wrap gap-2">
            <Button busy={renewing.isBusy && "Creating"} onClick={() => renewing.start()}>
              New recovery codes
            </Button>
            <Button onClick={() => setRemoving(true)}>Remove</Button>
          </p>
        </>
      )}
      {setup ? (
        <SetupDialog
          setup={setup}
          onDone={(made) => {
            setSetup(null);
            setCodes(made);
            router.refresh();
          }}
          onClose={() => setSetup(null)}
        />
      ) : null}
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
      {isRemoving ? <RemoveFactorDialog onClose={() => setRemoving(false)} /> : null}
    </>
  );
}
