import type { Metadata } from "next";
import { isMailSetUp } from "@/lib/core/mail";
import { Notice } from "../../_components/notice";
import { StagePage } from "../../_components/stage-page";
import { ForgotForm } from "../_components/forgot-form";

export const metadata: Metadata = { title: "Forgot password" };
export const dynamic = "force-dynamic";

/** Requests a link to set a new password. If the server sends no e-mail, it says who can create a link. */
export default function ForgotPage() {
  return (
    <StagePage>
      {isMailSetUp() ? (
        <ForgotForm />
      ) : (
        <Notice title="Ask an owner for a link">
          This server does not send e-mail. An owner of your workspace can create a link to set a new password under
          Settings, Members. The operator of the server can create one with <code>npm run reset-password</code>.
        </Notice>
      )}
    </StagePage>
  );
}
