import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
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
  /** The created link. Null before it is created. */
  url: string | null;
  /** The text below the link. */
  help?: string | undefined;
  /** Whether links cannot be created now. */
  off?: boolean;
  /** The error of another action in the dialog. */
  failure?: string | null;
  /** A preview of what people with the link see. */
  before?: ReactNode;
  /** The existing links. */
  after?: ReactNode;
  onClose: () => void;
};

/** Creates a link that works without an account. It asks for the lifetime and then shows the link to copy. */
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
          <DialogClose>
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
        <FailureCallout message={message} />
        {before}
        {url === null ? (
          <Field
            label="Expires in"
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
