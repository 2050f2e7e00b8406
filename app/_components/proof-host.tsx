"use client";

import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { DialogLoading } from "@/components/ui/dialog-loading";
import { askForProofWith } from "@/components/ui/proof";

const ProofDialog = dynamic(() => import("./proof-dialog").then((module) => module.ProofDialog), {
  loading: DialogLoading,
});

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
