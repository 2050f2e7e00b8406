import type { Metadata } from "next";
import { Button } from "@/components/ui/button";
import { LinkDoor } from "../../_components/link-door";
import { ResetForm } from "../../_components/reset-form";

// The link is a secret. It must not reach other sites by the Referer header, nor search engines.
export const metadata: Metadata = { title: "New password", referrer: "no-referrer", robots: { index: false } };

/** The page of a link that sets a new password. */
export default async function ResetPage({ params }: PageProps<"/sign-in/reset/[token]">) {
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
