import { cookies } from "next/headers";
import { NextRequest } from "next/server";
import { isSameOrigin } from "@/lib/api/same-origin";

/** A handler of next-auth: takes a request and the parts of its path. */
export type Handle = (request: NextRequest, path: string[]) => Promise<Response>;

/**
 * Answers a form that the browser sends without scripts, for example before the page has loaded them. Such a form has
 * no CSRF token. If the browser reports that the form is from this origin, a token is added. Returns null for any other
 * request, whose token next-auth checks.
 */
export async function answerNativeForm(request: NextRequest, path: string[], handle: Handle): Promise<Response | null> {
  const type = request.headers.get("content-type") ?? "";
  if (request.method !== "POST" || !type.startsWith("application/x-www-form-urlencoded")) return null;
  if (!isSameOrigin((name) => request.headers.get(name))) return null;
  const form = new URLSearchParams(await request.clone().text());
  if (form.has("csrfToken")) return null;
  form.set("csrfToken", await mintToken(request, handle));
  const completed = new NextRequest(request.url, { method: "POST", headers: request.headers, body: form });
  const answer = await handle(completed, path);
  const location = answer.headers.get("location");
  if (!location) return answer;
  const target = new URL(location, request.url);
  const error = target.searchParams.get("error");
  if (error !== null) answer.headers.set("location", backToForm(path, form, error));
  // `form-action 'self'` in the page's policy also blocks redirects of the form to other hosts, such as a provider.
  // A page that forwards the browser is not blocked.
  return error === null && path[0] === "signin" ? leadTo(target, answer.headers) : answer;
}

/** Returns a CSRF token of next-auth, and sets its cookie as if the browser had sent it. */
async function mintToken(request: NextRequest, handle: Handle): Promise<string> {
  const answer = await handle(new NextRequest(new URL("/api/auth/csrf", request.url)), ["csrf"]);
  const store = await cookies();
  for (const line of answer.headers.getSetCookie()) {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (!name || value === undefined) continue;
    const secure = /;\s*secure/i.test(line);
    store.set(name, decodeURIComponent(value), { httpOnly: true, sameSite: "lax", path: "/", secure });
  }
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  return csrfToken;
}

/** Returns the path of the page with the form, with the error code as a parameter. */
function backToForm([, provider]: string[], form: URLSearchParams, error: string): string {
  if (provider === "invitation")
    return `/invitation/${encodeURIComponent(form.get("token") ?? "")}?${new URLSearchParams({ error })}`;
  const callbackUrl = form.get("callbackUrl");
  return `/sign-in?${new URLSearchParams({ error, ...(callbackUrl !== null && { callbackUrl }) })}`;
}

const escapeHtml = (text: string) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");

function leadTo(target: URL, headers: Headers): Response {
  const url = escapeHtml(target.href);
  const page = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${url}"><title>Signing in</title><p><a href="${url}">Continue to ${escapeHtml(target.host)}</a></p>`;
  const passed = new Headers(headers);
  passed.delete("location");
  passed.set("content-type", "text/html; charset=utf-8");
  passed.set("referrer-policy", "no-referrer");
  return new Response(page, { headers: passed });
}
