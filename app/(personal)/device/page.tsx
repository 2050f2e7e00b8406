import type { Metadata } from "next";
import { askingAddress } from "@/app/_components/asking-address";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { findWaitingDevice } from "@/lib/auth/device-login/queries";
import { rightsToGive } from "@/lib/auth/key-rights";
import { getSessionActor, listMemberships, requirePerson } from "@/lib/auth/session";
import { giveBackLink, mayTryLink } from "@/lib/auth/try-limit";
import { listEnvironments } from "@/lib/registry/queries/environments";
import { PersonalPage } from "../_components/personal-page";
import { DeviceForm } from "./_components/device-form";

export const metadata: Metadata = { title: "Connect a device", referrer: "no-referrer", robots: { index: false } };

const single = (value: string | string[] | undefined) => (typeof value === "string" ? value : "");

/** Gives a key to a program without a browser. The person enters its code first and then chooses its permissions. */
export default async function DevicePage({ searchParams }: PageProps<"/device">) {
  const query = await searchParams;
  const [code, workspace] = [single(query.code), single(query.workspace)];
  await requirePerson(code ? `/device?code=${encodeURIComponent(code)}` : "/device");
  return (
    <PersonalPage title="Connect a device">
      <div className="max-w-120 py-6">{code ? <Device code={code} workspace={workspace} /> : <CodeForm />}</div>
    </PersonalPage>
  );
}

async function Device({ code, workspace }: { code: string; workspace: string }) {
  const address = await askingAddress();
  if (!mayTryLink(address)) return <CodeForm code={code} failure="Too many attempts. Wait a minute, then try again." />;
  const device = await findWaitingDevice(code);
  if (!device)
    return (
      <CodeForm
        code={code}
        failure="This code is not valid. A code expires after 10 minutes and works once. Check it, or run understudy login again."
      />
    );
  giveBackLink(address);
  const memberships = await listMemberships();
  const membership = memberships.find(({ slug }) => slug === workspace) ?? memberships[0];
  const actor = membership && (await getSessionActor(membership.slug));
  if (!actor)
    return (
      <p className="text-fg-muted">You are in no workspace. Open the link of an invitation first, then come back.</p>
    );
  if (actor.mustAddFactor)
    return (
      <Callout tone="warning">
        {membership.workspaceName} requires a second factor. Sign in with one, or add one in your account.
      </Callout>
    );
  const environments = await listEnvironments(actor);
  return (
    <DeviceForm
      key={membership.slug}
      device={device}
      workspaces={memberships.map(({ slug, workspaceName }) => ({ slug, name: workspaceName }))}
      workspace={membership.slug}
      environments={environments.map(({ name }) => ({ name }))}
      held={rightsToGive(actor.role)}
    />
  );
}

/** Asks for the code that the device shows. A plain form works before the scripts load. */
function CodeForm({ code = "", failure }: { code?: string; failure?: string }) {
  return (
    <form method="get" action="/device" className="grid gap-4">
      {failure ? (
        <Callout tone="negative" live>
          {failure}
        </Callout>
      ) : (
        <p className="text-fg-muted">
          <code>understudy login</code> shows a code in your terminal. Type it here.
        </p>
      )}
      <Field label="Code" help="Eight letters. Enter it only if you started the login yourself.">
        <Input
          name="code"
          size="lg"
          mono
          defaultValue={code}
          required
          maxLength={20}
          placeholder="WDJB-MJHT"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          autoFocus
        />
      </Field>
      <p>
        <Button type="submit" variant="primary" size="lg">
          Continue
        </Button>
      </p>
    </form>
  );
}
