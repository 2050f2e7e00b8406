"use client";

import { Button } from "@/components/ui/button";
import { forgetKept } from "@/components/ui/kept-text";
import { MaskIcon } from "@/components/ui/mask-icon";

const action = "/api/auth/signout";
const callbackUrl = "/sign-in";

/** Ends the session. Deletes text that was typed and not sent. */
export function leave(): void {
  forgetKept();
  const form = document.createElement("form");
  const target = document.createElement("input");
  Object.assign(form, { method: "post", action });
  Object.assign(target, { type: "hidden", name: "callbackUrl", value: callbackUrl });
  form.append(target);
  document.body.append(form);
  form.submit();
}

/** A form, so that it also works before the page has loaded its scripts. */
export function SignOutButton() {
  return (
    <form method="post" action={action} onSubmit={forgetKept}>
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <Button type="submit" icon={<MaskIcon name="log-out" />}>
        Sign out
      </Button>
    </form>
  );
}
