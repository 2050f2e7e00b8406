"use client";

import { useEffect, useState } from "react";
import { lateDialog } from "@/components/ui/late-dialog";
import { askForProofWith } from "@/components/ui/proof";

const ProofDialog = lateDialog(() => import("./proof-dialog").then((module) => module.ProofDialog));

/** Asks for the password when an action needs a recent proof of identity. */
export function ProofHost() {
  const [answer, setAnswer] = useState<((isProved: boolean) => void) | null>(null);
  useEffect(() => askForProofWith(() => new Promise<boolean>((resolve) => setAnswer(() => resolve))), []);
  if (!answer) return null;
  const close = (isProved: boolean) => {
    answer(isProved);
    setAnswer(null);
  };
  return <ProofDialog onClose={close} />;
}
