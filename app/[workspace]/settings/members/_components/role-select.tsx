"use client";

import { useOptimistic, useState } from "react";
import { useWorkspace } from "@/app/[workspace]/_components/use-workspace";
import { Button } from "@/components/ui/button";
import { Dialog, DialogClose, DialogRow } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { useAction } from "@/components/ui/use-action";
import { isAbove, losesKeys, refuseRoleChange, roles } from "@/lib/auth/member-rules";
import type { MemberView } from "@/lib/auth/queries/members";
import { aRole, roleName, roleWords } from "@/lib/auth/role-words";
import type { Role } from "@/lib/core/generated/prisma/enums";
import { changeRole } from "../actions";
import { KeyChoice, type Keys } from "./key-choice";
import type { Me } from "./me";

export type RoleSelectProps = { me: Me; member: MemberView; owners: number };

/** The role, or a choice of roles if the person may change it. A change that the person cannot undo is confirmed. */
export function RoleSelect({ me, member, owners }: RoleSelectProps) {
  const workspace = useWorkspace();
  const { id, name } = member;
  const [role, setRole] = useOptimistic(member.role);
  const [selected, setSelected] = useState<Role | null>(null);
  const from = member.role;
  const send = (to: Role, keys: Keys) => changeRole({ workspace, id, role: to, keys });
  const change = useAction({
    run: (to: Role, keys: Keys) => {
      setRole(to);
      return send(to, keys);
    },
    done: (_, to) => ({
      title: `${name} is ${aRole(to)} now.`,
      detail: roleWords[to],
      // A person who lowers their own role cannot undo it.
      undo: id === me.id ? undefined : { run: () => send(from, "revoke"), failed: `${name} stays ${to}.` },
    }),
    refresh: "always",
    failed: `${name} stays ${from}.`,
  });

  const may = (to: Role) => refuseRoleChange({ acting: me.role, from: member.role, to, owners }) === null;
  if (!roles.some((to) => to !== member.role && may(to))) return <span>{roleName(member.role)}</span>;
  const choose = (to: Role) => {
    const isStep = (id === me.id && isAbove(member.role, to)) || to === "owner" || losesKeys(member.role, to);
    if (isStep) setSelected(to);
    else change.start(to, "revoke");
  };
  return (
    <>
      <Select
        aria-label={`Role of ${name}`}
        size="sm"
        value={role}
        options={roles.map((each) => ({ value: each, label: roleName(each), off: each !== member.role && !may(each) }))}
        onChange={(event) => choose(event.target.value as Role)}
        className="max-w-36"
      />
      {selected ? (
        <StepDialog
          member={member}
          isMe={id === me.id}
          from={member.role}
          to={selected}
          onClose={() => setSelected(null)}
          onYes={(keys) => {
            setSelected(null);
            change.start(selected, keys);
          }}
        />
      ) : null}
    </>
  );
}

type StepProps = {
  member: MemberView;
  isMe: boolean;
  from: Role;
  to: Role;
  onClose: () => void;
  onYes: (keys: Keys) => void;
};

function StepDialog({ member, isMe, from, to, onClose, onYes }: StepProps) {
  const [keys, setKeys] = useState<Keys>("revoke");
  const { name } = member;
  const isGift = to === "owner";
  return (
    <Dialog
      open
      onOpenChange={(open) => open || onClose()}
      title={isMe ? `Step down to ${to}?` : `Make ${name} ${aRole(to)}?`}
      description={
        isMe
          ? "You cannot undo this yourself. Another person with your current role must give it to you again."
          : isGift
            ? "Owners can do everything. They can also change your role and remove you."
            : "The new role applies from their next request."
      }
      onSubmit={() => onYes(keys)}
      actions={
        <>
          <DialogClose>
            <Button variant="quiet">Cancel</Button>
          </DialogClose>
          <Button variant={isGift ? "primary" : "danger"} type="submit">
            {isMe ? "Step down" : isGift ? "Make owner" : "Change role"}
          </Button>
        </>
      }
    >
      <DialogRow name={`As ${from}`}>{roleWords[from]}</DialogRow>
      <DialogRow name={`As ${to}`}>{roleWords[to]}</DialogRow>
      {losesKeys(from, to) ? <KeyChoice member={member} value={keys} onChange={setKeys} /> : null}
    </Dialog>
  );
}
