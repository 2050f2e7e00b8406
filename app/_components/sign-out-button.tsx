"use client";

import { LogOut } from "lucide-react";
import { signOut } from "next-auth/react";
import { Button } from "@/components/ui/button";
import { forgetKept } from "@/components/ui/kept-text";

/** Ends the session. Deletes text that was typed and not sent. */
export function leave(): void {
  forgetKept();
  void signOut({ callbackUrl: "/sign-in" });
}

export function SignOutButton() {
  return (
    <Button icon={<LogOut />} onClick={leave}>
      Sign out
    </Button>
  );
}
