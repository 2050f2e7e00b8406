import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { ConfirmButton } from "../../_components/confirm-button";
import { LinkDoor } from "../../_components/link-door";

// The link is a secret. It must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = { title: "Confirm address", referrer: "no-referrer", robots: { index: false } };

/**
 * The page of a link that confirms an address. It requires a click, because mail scanners open links but do not click.
 */
export default async function ConfirmPage({ params }: PageProps<"/sign-in/confirm/[token]">) {
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
