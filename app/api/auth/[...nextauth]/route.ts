import { NextRequest } from "next/server";
import nextAuth from "next-auth/next";
import { boundRequest } from "@/lib/api/body-guard/bounded-request";
import { normaliseEmail } from "@/lib/auth/email";
import { deviceCookie, deviceDays, withKnownPerson } from "@/lib/auth/known-device";
import { withProviderFault } from "@/lib/auth/note-provider-fault";
import { authOptions, clientOf } from "@/lib/auth/session";
import type { Client } from "@/lib/auth/sessions/open-session";
import { env } from "@/lib/core/env";
import { answerNativeForm, type Handle } from "./native-form";

const handle: Handle = async (request, path) => {
  const client = clientOf(request.headers);
  let signedIn: string | null = null;
  const options = authOptions(client, (email) => {
    signedIn = email;
  });
  const context = { params: Promise.resolve({ nextauth: path }) } as never;
  const answer = await withProviderFault(() => nextAuth(request as never, context, options) as Promise<Response>);
  if (signedIn !== null) rememberDevice(answer, client, signedIn);
  return answer;
};

/** Marks this device as known for this e-mail, so that other clients' failed attempts do not delay its next sign-in. */
function rememberDevice({ headers }: Response, { deviceCookie: before }: Client, email: string): void {
  const { NEXTAUTH_SECRET: secret } = env();
  const value = withKnownPerson(before, { email: normaliseEmail(email), secret, now: Date.now() });
  if (value === null) return;
  const isSecure = headers.getSetCookie().some((line) => /;\s*secure/i.test(line));
  headers.append(
    "set-cookie",
    `${deviceCookie}=${value}; Path=/api/auth; Max-Age=${deviceDays * 86_400}; HttpOnly; SameSite=Lax${isSecure ? "; Secure" : ""}`,
  );
}

async function answer(incoming: NextRequest, { params }: RouteContext<"/api/auth/[...nextauth]">): Promise<Response> {
  const { nextauth: path } = await params;
  const bound = await boundRequest(incoming);
  if (bound instanceof Response) return bound;
  const request = bound === incoming ? incoming : new NextRequest(bound);
  return (await answerNativeForm(request, path, handle)) ?? handle(request, path);
}

export { answer as GET, answer as POST };
