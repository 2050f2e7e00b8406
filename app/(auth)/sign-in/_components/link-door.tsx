import type { ReactNode } from "react";
import { askingAddress } from "@/app/_components/asking-address";
import { type AccountLinkDoor, getAccountLink } from "@/lib/auth/account-links/queries";
import type { AccountLinkKind } from "@/lib/auth/account-links/rules";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { Notice } from "../../_components/notice";
import { StagePage } from "../../_components/stage-page";

export type LinkDoorProps = {
  token: string;
  kinds: readonly AccountLinkKind[];
  /** The control that requests another link. */
  again: ReactNode;
  children: (door: AccountLinkDoor) => ReactNode;
};

async function Door({ token, kinds, again, children }: LinkDoorProps) {
  const address = await askingAddress();
  if (!mayTryLink(address)) return <Notice title="Too many attempts">Wait a minute, then open the link again.</Notice>;
  const door = await getAccountLink(token);
  if (!door || !kinds.includes(door.kind))
    return (
      <Notice title="There is no such link" action={again}>
        A part of it may be missing. Copy the whole link again, or ask for a new one.
      </Notice>
    );
  giveBackLink(address);
  if (door.status === "used")
    return (
      <Notice title="This link was already used" action={again}>
        A link works once, and a newer link replaces an older one.
      </Notice>
    );
  if (door.status === "expired")
    return (
      <Notice title="This link has expired" action={again}>
        Ask for a new one.
      </Notice>
    );
  return children(door);
}

/** The page of an account link. It shows the form of the link, or the reason why the link is not valid. */
export function LinkDoor(props: LinkDoorProps) {
  return (
    <StagePage>
      <Door {...props} />
    </StagePage>
  );
}
