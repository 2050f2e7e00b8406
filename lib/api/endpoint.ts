import type { z } from "zod";
import type { KeyActor } from "@/lib/auth/actor";
import type { Permission } from "@/lib/auth/authorize";
import type { ErrorCode } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/validation";
import type { Answer } from "./answer";
import type { EncodedBody } from "./encoded-body";

type Schema = z.ZodType;

/** What an answer of an endpoint looks like, for the OpenAPI document. */
export type AnswerDoc<A extends Schema = Schema> = {
  status: 200 | 201 | 202;
  description: string;
  /** A handler's answer is checked against it when the code is compiled. */
  schema: A;
  headers?: Record<string, string>;
  /** What the body is, when it is not JSON, or not only. */
  contentTypes?: readonly string[];
  /** Answers besides the one with a body, such as 304. */
  others?: Record<number, string>;
};

type Documented = {
  /** Unique; the operationId. */
  id: string;
  method: "get" | "post" | "put" | "patch" | "delete";
  /** Below /api/v1, with `{name}` for parameters. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  params?: Schema;
  query?: Schema;
  body?: Schema;
  isBodyOptional?: boolean;
  /** The body goes to the handler as its bytes, which reads them elsewhere and checks item by item; `body` documents it. */
  isBodyUnread?: boolean;
  /** The body is JSON or protobuf, plain or in gzip; it goes to the handler unpacked. */
  isBodyEncoded?: boolean;
  bodyLimitBytes?: number;
  /** The body may also be a form (application/x-www-form-urlencoded). */
  isBodyForm?: boolean;
  /** Answered on the socket ahead of the app where there is one; elsewhere `handle` refuses. */
  isStream?: boolean;
  /** Request headers besides the usual ones. */
  headers?: Record<string, string>;
  /** Whether an Idempotency-Key is honoured, and whether its answer may be stored (a new API key may not). */
  idempotency: "none" | "stored" | "unstored";
  answer: AnswerDoc;
  /** The codes of its own, besides those every endpoint has. */
  errors: readonly ErrorCode[];
};

/** What comes in, before it is parsed. */
type RawCall = {
  actor: KeyActor;
  params: Record<string, string>;
  query: Record<string, string>;
  body: unknown;
  header: (name: string) => string | null;
};

/** `network`: where it comes from; null where that cannot be known. */
type OpenCall<Body = unknown> = { body: Body; network: string | null };

type Parsed<S> = S extends Schema ? z.output<S> : undefined;

/** What a handler gets: everything parsed. */
type Call<P, Q, B> = {
  actor: KeyActor;
  params: Parsed<P>;
  query: Parsed<Q>;
  body: Parsed<B>;
  header: (name: string) => string | null;
};

/** What the key must be allowed to do, checked before anything is read; commands check again with the environment. */
type Guarded = { permission: Permission };

/** A route of the API: its documentation and, through `prepare`, its work. */
export type Endpoint = Documented &
  Guarded & {
    /** Parses the input (throws what is wrong with it) and returns the work still to be done. */
    prepare: (call: RawCall) => () => Promise<Answer>;
  };

/** A route without a key: the body says who asks. */
export type OpenEndpoint = Documented & {
  permission: null;
  idempotency: "none";
  /** What a body asks for, by which requests are counted when nobody knows where they come from. */
  subjectOf: (body: unknown) => string;
  prepare: (call: OpenCall) => () => Promise<Answer>;
};

/** A body that is JSON already, or none (304). */
type EncodedAnswer = Uint8Array | null;

type Definition<
  P extends Schema | undefined,
  Q extends Schema | undefined,
  B extends Schema | undefined,
  A extends Schema,
> = Omit<Documented, "params" | "query" | "body" | "answer"> &
  Guarded & {
    params?: P;
    query?: Q;
    body?: B;
    answer: AnswerDoc<A>;
    /** Answers what `schema` says; bytes are its JSON already. */
    handle: (call: Call<P, Q, B>) => Promise<Answer<z.input<A> | EncodedAnswer>>;
  };

const parse = <S extends Schema | undefined>(schema: S, value: unknown): Parsed<S> =>
  (schema ? parseInput(schema, value) : undefined) as Parsed<S>;

/** Declares a route. */
export function endpoint<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
  A extends Schema = Schema,
>({ handle, ...documented }: Definition<P, Q, B, A>): Endpoint {
  const { params, query, body } = documented;
  return {
    ...(documented as Documented & Guarded),
    prepare(call) {
      const input = {
        actor: call.actor,
        header: call.header,
        params: parse(params as P, call.params),
        query: parse(query as Q, call.query),
        body: parse(body as B, call.body),
      };
      return () => handle(input);
    },
  };
}

/** Declares a route without a key. */
export function openEndpoint<B extends Schema, A extends Schema>({
  handle,
  ...documented
}: Omit<Documented, "params" | "query" | "body" | "answer" | "idempotency"> & {
  body: B;
  subjectOf: (body: unknown) => string;
  answer: AnswerDoc<A>;
  handle: (call: OpenCall<z.output<B>>) => Promise<Answer<z.input<A>>>;
}): OpenEndpoint {
  return {
    ...documented,
    permission: null,
    idempotency: "none",
    prepare: (call) => {
      const body = parseInput(documented.body, call.body);
      return () => handle({ body, network: call.network });
    },
  };
}

type Unparsed<Mark extends keyof Documented, A extends Schema, C> = Omit<Documented, Mark | "answer"> &
  Guarded & { answer: AnswerDoc<A>; handle: (call: C) => Promise<Answer<z.input<A> | EncodedAnswer>> };

type BytesCall = { actor: KeyActor; bytes: Uint8Array };

/** Declares a route whose handler reads the body's bytes itself. */
export function bytesEndpoint<A extends Schema>({
  handle,
  ...documented
}: Unparsed<"isBodyUnread", A, BytesCall>): Endpoint {
  return {
    ...documented,
    isBodyUnread: true,
    prepare:
      ({ actor, body }) =>
      () =>
        handle({ actor, bytes: body as Uint8Array }),
  };
}

type EncodedCall = { actor: KeyActor; body: EncodedBody };

/** Declares a route whose body may be protobuf, and in gzip. */
export function encodedEndpoint<A extends Schema>({
  handle,
  ...documented
}: Unparsed<"isBodyEncoded", A, EncodedCall>): Endpoint {
  return {
    ...documented,
    isBodyEncoded: true,
    prepare:
      ({ actor, body }) =>
      () =>
        handle({ actor, body: body as EncodedBody }),
  };
}
