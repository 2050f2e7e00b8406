"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import {
  firstReach,
  ReachFields,
  reachFault,
  reachToSend,
} from "@/app/[workspace]/settings/keys/_components/reach-fields";
import { usualRightsOf } from "@/app/[workspace]/settings/keys/_components/rights-field";
import { Button } from "@/components/ui/button";
import { FailureCallout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { useAction } from "@/components/ui/use-action";
import { beside, useCheckedValue } from "@/components/ui/use-checked-value";
import { useFirstFault } from "@/components/ui/use-first-fault";
import type { WaitingDevice } from "@/lib/auth/device-login/queries";
import type { ApproveDeviceInput } from "@/lib/auth/device-login/schema";
import type { Permission } from "@/lib/auth/permission";
import { connectDevice, turnDeviceAway } from "../actions";

export type DeviceFormProps = {
  device: WaitingDevice;
  workspaces: readonly { slug: string; name: string }[];
  /** The slug of the chosen workspace. */
  workspace: string;
  environments: readonly { name: string }[];
  /** The permissions that the person may grant in this workspace. */
  held: readonly Permission[];
};

const lives = [
  { value: "7", label: "In 7 days" },
  { value: "30", label: "In 30 days" },
  { value: "90", label: "In 90 days" },
  { value: "365", label: "In a year" },
];

/** The permissions that the device requests, and the buttons to approve or refuse. */
export function DeviceForm({ device, workspaces, workspace, environments, held }: DeviceFormProps) {
  const { code, program, machine } = device;
  const router = useRouter();
  const [answer, setAnswer] = useState<"connected" | "refused" | null>(null);
  const name = useCheckedValue(machine ? `${program} on ${machine}` : program, (text) =>
    text.trim() ? null : "Enter a name, such as the machine.",
  );
  const [reach, setReach] = useState(() => firstReach("all", usualRightsOf(held)));
  const [reachError, setReachError] = useState<string | null>(null);
  const [days, setDays] = useState("30");
  const focusFirstFault = useFirstFault();
  const connect = useAction({
    run: () =>
      connectDevice({
        workspace,
        code,
        name: name.value,
        days: Number(days) as ApproveDeviceInput["days"],
        ...reachToSend(reach),
      }),
    onDone: () => setAnswer("connected"),
    onRefused: beside({ name }),
  });
  const refuse = useAction({ run: () => turnDeviceAway({ code }), onDone: () => setAnswer("refused") });
  const failure = connect.failure ?? refuse.failure;
  const isBusy = connect.isBusy || refuse.isBusy;

  if (answer)
    return (
      <div role="status">
        <h2 className="text-20">
          {answer === "connected" ? "The device is connected" : "The device is denied access"}
        </h2>
        <p className="mt-2 text-fg-muted">
          {answer === "connected"
            ? "Go back to your terminal. An admin can revoke the key in Settings, API keys."
            : "It did not get a key. If you did not start this login, someone may have sent you the code. Tell your admin."}
        </p>
      </div>
    );
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (isBusy) return;
        refuse.setFailure(null);
        setReachError(reachFault(reach));
        focusFirstFault(event.currentTarget);
        if (name.isFine() && reachFault(reach) === null) connect.start();
      }}
      className="grid gap-5"
      aria-label="What the device may do"
    >
      <div>
        <p className="text-fg-muted">Does your terminal show this code?</p>
        <p className="mt-1 font-mono text-24 tracking-[0.08em]">{code}</p>
        <p className="mt-2 break-words text-fg-muted">
          Requested <RelativeTime at={device.askedAt} ago />
          {device.network ? ` from ${device.network}` : ""} by a program that identifies itself as <b>{program}</b>
          {machine ? (
            <>
              {" "}
              on <b>{machine}</b>
            </>
          ) : null}
          . Deny it if you did not start this login.
        </p>
      </div>
      <FailureCallout message={failure?.message} />
      <Field label="Workspace">
        <Select
          options={workspaces.map((one) => ({ value: one.slug, label: one.name }))}
          value={workspace}
          onChange={(event) =>
            router.replace(`/device?code=${code}&workspace=${encodeURIComponent(event.target.value)}`)
          }
        />
      </Field>
      <Field label="Name of its key" help="The audit log shows this name for what the device does." error={name.error}>
        <Input {...name.props} name="name" maxLength={100} autoComplete="off" />
      </Field>
      <ReachFields
        field={{
          control: {
            value: reach,
            onChange: (next) => {
              setReach(next);
              if (reachError) setReachError(reachFault(next));
            },
          },
          error: reachError ?? undefined,
        }}
        environments={environments}
        held={held}
      />
      <Field label="The key expires">
        <Select name="days" options={lives} value={days} onChange={(event) => setDays(event.target.value)} />
      </Field>
      <p className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" busy={connect.isBusy && "Connecting"}>
          Connect
        </Button>
        <Button
          variant="danger"
          busy={refuse.isBusy && "Denying"}
          off={connect.isBusy ? "Connecting." : null}
          onClick={() => refuse.start()}
        >
          Deny
        </Button>
      </p>
    </form>
  );
}
