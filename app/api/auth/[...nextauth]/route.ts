import type { NextRequest } from "next/server";
import nextAuth from "next-auth/next";
import { authOptions, clientOf } from "@/lib/auth/session";
import { answerNativeForm, type Handle } from "./native-form";

type Context = { params: Promise<{ nextauth: string[] }> };

const handle: Handle = (request, path) =>
  nextAuth(
    request as never,
    { params: Promise.resolve({ nextauth: path }) } as never,
    authOptions(clientOf(request.headers)),
  );

async function answer(request: NextRequest, { params }: Context): Promise<Response> {
  const { nextauth: path } = await params;
  return (await answerNativeForm(request, path, handle)) ?? handle(request, path);
}

export { answer as GET, answer as POST };
