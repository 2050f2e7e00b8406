import { Crown, KeyRound, LogOut, MonitorX, UserMinus } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { MoreMenu } from "@/components/ui/more-menu";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, Row, RowHead, Table } from "@/components/ui/table";
import { refuseLeave, refuseRemoval } from "@/lib/auth/member-rules";
import type { MemberView } from "@/lib/auth/queries/members";
import { roleWords } from "@/lib/auth/role-words";
import type { Me } from "./me";
import { RoleSelect } from "./role-select";

export type MemberAct = "leave" | "end sessions" | "reset" | "transfer" | "remove";

export type MemberTableProps = {
  me: Me;
  members: readonly MemberView[];
  owners: number;
  onAct: (act: MemberAct, member: MemberView) => void;
};

type RowProps = Omit<MemberTableProps, "members"> & { member: MemberView };

function Acts({ me, member, owners, onAct }: RowProps) {
  const { id, name, role } = member;
  const act = (what: MemberAct) => () => onAct(what, member);
  const isMe = id === me.id;
  const refused = isMe ? refuseLeave({ role, owners }) : refuseRemoval({ acting: me.role, role, owners });
  if (!isMe && refused) return null;
  return (
    <MoreMenu
      of={name}
      items={
        isMe
          ? [
              {
                label: "Leave the workspace",
                icon: <LogOut />,
                danger: !refused,
                off: refused !== null,
                ...(refused && { hint: "the only owner" }),
                onSelect: act("leave"),
              },
            ]
          : [
              { label: "End sessions", icon: <MonitorX />, onSelect: act("end sessions") },
              ...(me.role === "owner"
                ? [{ label: "Create a password link", icon: <KeyRound />, onSelect: act("reset") }]
                : []),
              ...(me.role === "owner" && role !== "owner"
                ? [{ label: "Transfer ownership", icon: <Crown />, onSelect: act("transfer") }]
                : []),
              { label: "Remove", icon: <UserMinus />, danger: true, onSelect: act("remove") },
            ]
      }
    />
  );
}

function MemberRow(props: RowProps) {
  const { me, member, owners } = props;
  const { id, name, email, role, since } = member;
  return (
    <Row className="relative max-md:grid max-md:grid-cols-1 max-md:gap-y-1.5 max-md:py-2.5 max-md:pr-10">
      <RowHead className="md:py-1.5">
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar name={name} silent />
          <span className="min-w-0">
            <span className="block truncate">
              {name}
              {id === me.id ? <span className="font-normal text-fg-subtle"> (you)</span> : null}
            </span>
            <span className="address block truncate font-normal text-12 text-fg-muted">{email}</span>
          </span>
        </span>
      </RowHead>
      <Cell className="md:py-2">
        <RoleSelect me={me} member={member} owners={owners} />
      </Cell>
      <Cell className="text-12 text-fg-muted max-lg:hidden">{roleWords[role]}</Cell>
      <Cell className="whitespace-nowrap text-fg-muted">
        <span className="md:sr-only">Member since </span>
        <RelativeTime at={since} />
      </Cell>
      <Cell end className="max-md:absolute max-md:top-1.5 max-md:right-0">
        <Acts {...props} />
      </Cell>
    </Row>
  );
}

export function MemberTable({ members, ...rest }: MemberTableProps) {
  return (
    <Table
      caption="Members, the oldest first"
      className="table-fixed"
      stacks
      columns={[
        "Person",
        { name: "Role", className: "w-40" },
        { name: "Permissions", className: "w-[34%] max-lg:hidden" },
        { name: "Since", className: "w-28" },
        { name: "Actions", className: "w-10", isSilent: true },
      ]}
    >
      {members.map((member) => (
        <MemberRow key={member.id} {...rest} member={member} />
      ))}
    </Table>
  );
}
