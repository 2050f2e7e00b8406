import type { NextRequest } from "next/server";
import nextAuth from "next-auth/next";
import { authOptions } from "@/lib/auth/session";

type Context = { params: Promise<{ nextauth: string[] }> };

const handler = (request: NextRequest, context: Context) => nextAuth(request as never, context as never, authOptions());

export { handler as GET, handler as POST };
