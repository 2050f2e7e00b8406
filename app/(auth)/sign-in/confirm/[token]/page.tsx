import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "../../_components/confirm-button";
import { LinkDoor } from "../../_components/link-door";

// The link is a secret: no page it leads to, and no search engine, is told of it.
export const metadata: Metadata = { title: "Confirm address", referrer: "no-referrer", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** Where a link that confirms an address leads. A click confirms: programs that look at links in mails do not. */
export default async function ConfirmPage({ params }: Props) {
  const { token } = await params;
  const again = (
    <Button size="lg" block href="/account">
      Open your account
    </Button>
  );
  return (
    <LinkDoor token={token} kinds={["verify", "change-email"]} again={again}>
      {({ email, kind }) => <ConfirmButton token={token} email={email} isChange={kind === "change-email"} />}
    </LinkDoor>
  );
}
