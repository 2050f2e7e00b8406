import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { type ActionOutcome, useAction } from "@/components/ui/use-action";

type Props<Made> = {
  title: string;
  description: string;
  note?: string | undefined;
  daysAtFirst: number;
  mostDays: number;
  make: (days: number) => Promise<ActionOutcome<Made>>;
  onMade: (made: Made) => void;
  /** The link that was made; null: none yet. */
  url: string | null;
  /** What is said below it. */
  help?: string | undefined;
  /** Whether no link can be made now. */
  off?: boolean;
  /** What went wrong with something else in the dialog. */
  failure?: string | null;
  /** What people with the link see. */
  before?: ReactNode;
  /** Links that exist. */
  after?: ReactNode;
  onClose: () => void;
};

/** Makes a link that opens something without an account: asks how long it holds, then shows it to be copied. */
export function LinkDialog<Made>({ daysAtFirst, mostDays, make, onMade, url, help, off, ...rest }: Props<Made>) {
  const { failure: failureOfElse, before, after, onClose, ...dialog } = rest;
  const [days, setDays] = useState(String(daysAtFirst));
  const isFit = Number.isInteger(Number(days)) && Number(days) >= 1 && Number(days) <= mostDays;
  const { start, isBusy, failure } = useAction({ run: () => make(Number(days)), onDone: onMade });
  const message = failure?.message ?? failureOfElse;
  return (
    <Dialog
      {...dialog}
      open
      onOpenChange={(isOpen) => isOpen || onClose()}
      onSubmit={() => (isFit && !off && url === null ? start() : undefined)}
      held={isBusy}
      actions={
        <>
          <DialogClose asChild>
            <Button variant="quiet">{url === null ? "Cancel" : "Done"}</Button>
          </DialogClose>
          {url === null ? (
            <Button type="submit" variant="primary" busy={isBusy && "Creating the link"} off={!isFit || off === true}>
              Create link
            </Button>
          ) : (
            <CopyButton text={url} size="md" variant="primary">
              Copy link
            </CopyButton>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        {message ? (
          <Callout tone="negative" live>
            {message}
          </Callout>
        ) : null}
        {before}
        {url === null ? (
          <Field
            label="Holds for"
            note="days"
            error={isFit ? undefined : `A whole number from 1 to ${mostDays}.`}
            className="w-40"
          >
            <Input
              type="number"
              inputMode="numeric"
              min={1}
              max={mostDays}
              value={days}
              onChange={(event) => setDays(event.target.value)}
            />
          </Field>
        ) : (
          <Field label="Link" help={help}>
            <Input readOnly mono value={url} onFocus={(event) => event.target.select()} />
          </Field>
        )}
        {after}
      </div>
    </Dialog>
  );
}
