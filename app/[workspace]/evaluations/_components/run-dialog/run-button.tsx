"use client";

import { Play } from "lucide-react";
import { useState } from "react";
import { Button, type ButtonProps } from "@/components/ui/button";
import { lateDialog } from "@/components/ui/late-dialog";
import { useQueryFlag } from "@/components/ui/use-query-text";
import type { RunStart } from "./use-run-form";

const RunDialog = lateDialog(() => import("./run-dialog").then((module) => module.RunDialog));

type Props = { start?: RunStart } & Pick<ButtonProps, "variant" | "size" | "off">;
type Opening = { isOpen: boolean; setOpen: (isOpen: boolean) => void };

function Opener({ start, isOpen, setOpen, ...button }: Props & Opening) {
  return (
    <>
      <Button {...button} icon={<Play />} onClick={() => setOpen(true)}>
        <span>
          Run<span className="max-md:hidden"> evaluation</span>
        </span>
      </Button>
      {isOpen ? <RunDialog {...(start && { start })} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

/** Opens the dialog for a new evaluation. */
export function RunButton(props: Props) {
  const [isOpen, setOpen] = useState(false);
  return <Opener {...props} isOpen={isOpen} setOpen={setOpen} />;
}

/** The same button, which `run=true` in the URL also opens. The palette uses this link. */
export function LinkedRunButton(props: Props) {
  const [isOpen, setOpen] = useQueryFlag("run");
  return <Opener {...props} isOpen={isOpen} setOpen={setOpen} />;
}
