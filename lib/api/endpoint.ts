import type { z } from "zod";
import type { KeyActor } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/authorize";
import type { ErrorCode } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { Answer } from "./answer";
import type { EncodedBody } from "./encoded-body";
import { pathErrors, queryErrors } from "./field-errors";

type Schema = z.ZodType;

/** The response of an endpoint, for the OpenAPI document. */
export type AnswerDoc<A extends Schema = Schema> = {
  status: 200 | 201 | 202;
  description: string;
  /** The compiler checks the handler's response against this schema. */
  schema: A;
  headers?: Record<string, string>;
  /** The content types of the body, if it is not only JSON. */
  contentTypes?: readonly string[];
  /** Responses without a body, such as 304. */
  others?: Record<number, string>;
};

type Documented = {
  /** Unique. Used as the operationId. */
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** The path below /api/v1, with `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  isBodyOptional?: boolean;
  /** The handler gets the bytes of the body and validates them item by item. `body` is only documentation. */
  isBodyUnread?: boolean;
  /** The body is JSON or protobuf, optionally compressed with gzip. The handler gets it uncompressed. */
  isBodyEncoded?: boolean;
  bodyLimitBytes?: number;
  /** The body may also be a form (application/x-www-form-urlencoded). */
  isBodyForm?: boolean;
  /** Answered directly on the socket if our server runs in front of the app. Elsewhere `handle` refuses. */
  isStream?: boolean;
  /** The answer is a streamed file. One key downloads only some at the same time. */
  isFile?: boolean;
  /** Request headers besides the common ones. */
  headers?: Record<string, string>;
  /**
   * Whether an Idempotency-Key is supported, and whether the response may be stored (not if it contains a new API key).
   */
  idempotency: "none" | "stored" | "unstored";
  answer: AnswerDoc;
  /** The error codes of this endpoint, besides those of every endpoint. `endpoint` adds those of the path and query. */
  errors: readonly ErrorCode[];
};

/** What a declaration may leave out: no Idempotency-Key, and no error codes besides those of its path and query. */
type Declared = Omit<Documented, "tag" | "params" | "query" | "body" | "answer" | "idempotency" | "errors"> &
  Partial<Pick<Documented, "idempotency" | "errors">>;

/** The request before parsing. */
type RawCall = {
  actor: KeyActor;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  header: (name: string) => string | null;
};

/** `network` is the network of the caller; null if it is unknown. */
type OpenCall<Body = unknown> = { body: Body; network: string | null };

type Parsed<S> = S extends Schema ? z.output<S> : undefined;

/** The parsed input of a handler. */
type Call<P, Q, B> = {
  actor: KeyActor;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  header: (name: string) => string | null;
};

/**
 * The permission that the key needs. It is checked before the input is read. Commands check it again with the
 * environment.
 */
type Guarded = { permission: Permission };

/** A route of the API: its documentation, and `prepare`, which runs it. */
export type Endpoint = Documented &
  Guarded & {
    /** Parses the input (throws its faults) and returns a function that does the work. */
    prepare: (call: RawCall) => () => Promise<Answer>;
  };

/** A route without a key. The body identifies the caller. */
export type OpenEndpoint = Documented & {
  permission: null;
  idempotency: "none";
  /** The subject of a body. Requests from unknown networks are counted by it. */
  subjectOf: (body: unknown) => string;
  prepare: (call: OpenCall) => () => Promise<Answer>;
};

/** A body that is already JSON, or null (304). */
type EncodedAnswer = Uint8Array | null;

type Definition<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  A extends Schema,
> = Declared &
  Guarded & {
    params?: P;
    query?: Q;
    body?: B;
    answer: AnswerDoc<A>;
  } & (
    | {
        /** Does the work and returns the body, according to `schema`. The status is the one of `answer`. */
        run: (call: Call<P, Q, B>) => Promise<z.input<A>>;
        handle?: never;
      }
    | {
        /** Returns the whole response, for headers or another status. A body of bytes is already JSON. */
        handle: (call: Call<P, Q, B>) => Promise<Answer<z.input<A> | EncodedAnswer>>;
        run?: never;
      }
  );

const parse = <S extends Schema | undefined>(schema: S, value: unknown): Parsed<S> =>
  (schema ? parseInput(schema, value) : undefined) as Parsed<S>;

/** Returns the function that defines the routes of one section of the documentation. */
export const endpointsOf = (tag: string) =>
  function endpoint<
    P extends Schema | undefined = undefined,
    Q extends Schema | undefined = undefined,
    B extends Schema | undefined = undefined,
    A extends Schema = Schema,
  >({ run, handle, errors = [], ...documented }: Definition<P, Q, B, A>): Endpoint {
    const { params, query, body, answer } = documented;
    const respond = handle ?? (async (call: Call<P, Q, B>) => ({ status: answer.status, body: await run(call) }));
    return {
      tag,
      idempotency: "none",
      ...(documented as Omit<Documented, "tag" | "idempotency" | "errors"> & Guarded),
      errors: [...pathErrors(params), ...queryErrors(query), ...errors],
      prepare(call) {
        const input = {
          actor: call.actor,
          header: call.header,
          params: parse(params as P, call.params),
          query: parse(query as Q, call.query),
          body: parse(body as B, call.body),
        };
        return () => respond(input);
      },
    };
  };

/** Defines a route without a key. */
export function openEndpoint<B extends Schema, A extends Schema>({
  run,
  ...documented
}: Omit<Documented, "params" | "query" | "body" | "answer" | "idempotency"> & {
  body: B;
  subjectOf: (body: unknown) => string;
  answer: AnswerDoc<A>;
  run: (call: OpenCall<z.output<B>>) => Promise<z.input<A>>;
}): OpenEndpoint {
  return {
    ...documented,
    permission: null,
    idempotency: "none",
    prepare: (call) => {
      const body = parseInput(documented.body, call.body);
      return async () => ({ status: documented.answer.status, body: await run({ body, network: call.network }) });
    },
  };
}

type Unparsed<Mark extends keyof Documented, A extends Schema, C> = Omit<Documented, Mark | "answer" | "idempotency"> &
  Guarded & { answer: AnswerDoc<A>; handle: (call: C) => Promise<Answer<z.input<A> | EncodedAnswer>> };

type BytesCall = { actor: KeyActor; bytes: Uint8Array };

/** Defines a route whose handler reads the bytes of the body. */
export function bytesEndpoint<A extends Schema>({
  handle,
  ...documented
}: Unparsed<"isBodyUnread", A, BytesCall>): Endpoint {
  return {
    ...documented,
    idempotency: "none",
    isBodyUnread: true,
    prepare:
      ({ actor, body }) =>
      () =>
        handle({ actor, bytes: body as Uint8Array }),
  };
}

type EncodedCall = { actor: KeyActor; body: EncodedBody };

/** Defines a route whose body may be protobuf and compressed with gzip. */
export function encodedEndpoint<A extends Schema>({
  handle,
  ...documented
}: Unparsed<"isBodyEncoded", A, EncodedCall>): Endpoint {
  return {
    ...documented,
    idempotency: "none",
    isBodyEncoded: true,
    prepare:
      ({ actor, body }) =>
      () =>
        handle({ actor, body: body as EncodedBody }),
  };
}
