import { NextRequest } from "next/server";
import nextAuth from "next-auth/next";
import { boundRequest } from "@/lib/api/body-guard/bounded-request";
import { authOptions, clientOf } from "@/lib/auth/session";
import { answerNativeForm, type Handle } from "./native-form";

type Context = { params: Promise<{ nextauth: string[] }> };

const handle: Handle = (request, path) =>
  nextAuth(
    request as never,
    { params: Promise.resolve({ nextauth: path }) } as never,
    authOptions(clientOf(request.headers)),
  );

async function answer(given: NextRequest, { params }: Context): Promise<Response> {
  const { nextauth: path } = await params;
  const bound = await boundRequest(given);
  if (bound instanceof Response) return bound;
  const request = bound === given ? given : new NextRequest(bound);
  return (await answerNativeForm(request, path, handle)) ?? handle(request, path);
}

export { answer as GET, answer as POST };
