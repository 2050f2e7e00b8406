/** What an endpoint answers, before it becomes an HTTP response. */
export type Answer = { status: number; body: unknown; headers?: Record<string, string> };

/** 200 with a JSON body. */
export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({
  status: 200,
  body,
  ...(headers && { headers }),
});

/** 201 with a JSON body. */
export const created = (body: unknown, headers?: Record<string, string>): Answer => ({
  ...ok(body, headers),
  status: 201,
});

/** 202 with a JSON body. */
export const accepted = (body: unknown, headers?: Record<string, string>): Answer => ({
  ...ok(body, headers),
  status: 202,
});
