"use client";

import { encode } from "uqr";
import { ActionDialog } from "@/components/ui/action-dialog";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogClose, DialogRow } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { useCheckedValue } from "@/components/ui/use-checked-value";
import { confirmFactor, removeFactor } from "../actions";

export type Setup = { secret: string; uri: string };

/** The QR code as one path. It is dark on white in both themes, as scanners expect. */
function QrCode({ text }: { text: string }) {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");
  return (
    <svg
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label="QR code for an authenticator app"
      shapeRendering="crispEdges"
      className="size-44 shrink-0 rounded-md"
    >
      <rect width={size} height={size} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}

const grouped = (secret: string) => (secret.match(/.{1,4}/g) ?? []).join(" ");

type SetupDialogProps = { setup: Setup; onDone: (codes: readonly string[]) => void; onClose: () => void };

/** The secret for the authenticator app, and the field for its first code. */
export function SetupDialog({ setup: { secret, uri }, onDone, onClose }: SetupDialogProps) {
  const code = useCheckedValue("", (value) =>
    /^\d{6}$/.test(value.replace(/\s/g, "")) ? null : "Enter the 6 digits.",
  );
  return (
    <ActionDialog
      title="Set up an authenticator app"
      description="Scan the code with an app such as 1Password, Aegis or Google Authenticator, then enter the 6 digits that it shows."
      act="Turn on"
      acting="Checking"
      check={code.isFine}
      run={() => confirmFactor({ code: code.value })}
      onRefused={({ code: refusal, message }) => {
        if (refusal === "forbidden") code.setError(message);
        return refusal === "forbidden";
      }}
      onDone={({ codes }) => onDone(codes)}
      onClose={onClose}
    >
      <div className="flex gap-5 max-md:flex-col">
        <QrCode text={uri} />
        <div className="grid min-w-0 flex-1 content-start gap-4">
          <div>
            <p className="text-12 text-fg-muted">If you cannot scan it, enter this secret:</p>
            <p className="mt-1 flex items-start gap-1">
              <code className="break-words">{grouped(secret)}</code>
              <CopyButton text={secret} label="Copy the secret" />
            </p>
          </div>
          <Field label="Code" error={code.error}>
            <Input {...code.props} mono autoFocus inputMode="numeric" autoComplete="one-time-code" maxLength={7} />
          </Field>
        </div>
      </div>
    </ActionDialog>
  );
}

/** Recovery codes are shown once, so a click beside the dialog does not close it. */
export function CodesDialog({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const text = codes.join("\n");
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      held
      title="Your recovery codes"
      description="They are shown only once. Each code works once, instead of a code from the app. Store them with your passwords."
      actions={
        <DialogClose>
          <Button variant="quiet">I have saved them</Button>
        </DialogClose>
      }
    >
      <ul className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-surface-sunken p-3 font-mono text-12 max-md:grid-cols-1">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <p className="mt-4">
        <CopyButton text={text} variant="primary" size="md">
          Copy codes
        </CopyButton>
      </p>
    </Dialog>
  );
}

/** Removes the second factor. Requires one of its codes. */
export function RemoveFactorDialog({ onClose }: { onClose: () => void }) {
  const code = useCheckedValue("", (value) => (value.trim() ? null : "Enter a code from the app, or a recovery code."));
  return (
    <ActionDialog
      variant="danger"
      title="Remove the authenticator app?"
      description="After that, you sign in with only your password."
      act="Remove"
      acting="Removing"
      check={code.isFine}
      run={() => removeFactor({ code: code.value })}
      onRefused={({ code: refusal, message }) => {
        if (refusal === "forbidden") code.setError(message);
        return refusal === "forbidden";
      }}
      done={{ title: "The authenticator app is removed." }}
      onClose={onClose}
    >
      <div>
        <DialogRow name="Removed">The app and every recovery code.</DialogRow>
        <DialogRow name="Access">
          You cannot open workspaces that require a second factor until you set one up again.
        </DialogRow>
      </div>
      <Field label="Code" help="From the app, or a recovery code." error={code.error}>
        <Input {...code.props} mono autoComplete="one-time-code" maxLength={30} />
      </Field>
    </ActionDialog>
  );
}
