import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { LinkDoor } from "../../_components/link-door";
import { ResetForm } from "../../_components/reset-form";

// The link is a secret: no page it leads to, and no search engine, is told of it.
export const metadata: Metadata = { title: "New password", referrer: "no-referrer", robots: { index: false } };

type Props = { params: Promise<{ token: string }> };

/** Where a password link leads. */
export default async function ResetPage({ params }: Props) {
  const { token } = await params;
  const again = (
    <Button size="lg" block href="/sign-in/forgot">
      Ask for a new link
    </Button>
  );
  return (
    <LinkDoor token={token} kinds={["reset"]} again={again}>
      {({ email }) => <ResetForm token={token} email={email} />}
    </LinkDoor>
  );
}
