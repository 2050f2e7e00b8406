/** The response of an endpoint, before it becomes an HTTP response. */
export type Answer<Body = unknown> = { status: number; body: Body; headers?: Record<string, string> };

/** 200 with a JSON body. */
export const ok = <Body>(body: Body, headers?: Record<string, string>): Answer<Body> => ({
  status: 200,
  body,
  ...(headers && { headers }),
});

/** 201 with a JSON body. */
export const created = <Body>(body: Body, headers?: Record<string, string>): Answer<Body> => ({
  ...ok(body, headers),
  status: 201,
});

/** 202 with a JSON body. */
export const accepted = <Body>(body: Body, headers?: Record<string, string>): Answer<Body> => ({
  ...ok(body, headers),
  status: 202,
});
