import { z } from "zod";
import type { UserActor } from "@/lib/auth/actor";
import { findSessionMember, getSessionPerson } from "@/lib/auth/session";
import type { SessionPerson } from "@/lib/auth/sessions/queries";
import { AppError, type ErrorCode, type FieldError } from "@/lib/core/errors";
import { logger } from "@/lib/core/logger";
import { singleton } from "@/lib/core/singleton";
import { uuidV7 } from "@/lib/core/uuid";
import { parseInput } from "@/lib/core/validation";
import { type FindActor, requireMember } from "./own-page";
import { toAppError } from "./problem";
import { takePersonRequest } from "./rate-limit";

/** The result of a server action. Expected failures are returned, not thrown. */
export type ActionResult<Data> =
  | { ok: true; data: Data }
  | { ok: false; error: { code: ErrorCode; message: string; errors?: FieldError[] } };

export type Action<Data> = (input: unknown) => Promise<ActionResult<Data>>;

const guarded = singleton("guarded-actions", () => new WeakSet<object>());
const place = z.object({ workspace: z.string().min(1).max(100) });

/** Whether a function was made by `defineAction`. A test uses it to find other actions. */
export function isGuardedAction(action: unknown): boolean {
  return typeof action === "function" && guarded.has(action);
}

/** Next signals redirect and notFound by throwing. These are not failures and must be rethrown. */
function isNextSignal(error: unknown): boolean {
  const digest = (error as { digest?: unknown } | null)?.digest;
  return typeof digest === "string" && digest.startsWith("NEXT_");
}

function toFailure(error: unknown): { ok: false; error: { code: ErrorCode; message: string; errors?: FieldError[] } } {
  const { code, message, errors, cause } = toAppError(error);
  if (code !== "internal_error") return { ok: false, error: { code, message, ...(errors && { errors }) } };
  const requestId = uuidV7();
  logger().error({ err: cause ?? error, requestId }, "action failed");
  return { ok: false, error: { code, message: `Something went wrong on our side (${requestId}).` } };
}

/** Makes `defineAction` for a function that finds the actor. */
export function actionsFor(findActor: FindActor) {
  return function defineAction<Shape extends z.ZodRawShape, Data>(
    schema: z.ZodObject<Shape>,
    work: (actor: UserActor, input: z.output<z.ZodObject<Shape>>) => Promise<Data>,
  ): Action<Data> {
    const action: Action<Data> = async (input) => {
      try {
        const { workspace: slug } = parseInput(place, input);
        const actor = await requireMember(findActor, slug);
        takePersonRequest(actor.userId);
        const { workspace: _, ...rest } = input as Record<string, unknown>;
        return { ok: true, data: await work(actor, parseInput(schema.strict(), rest)) };
      } catch (error) {
        if (isNextSignal(error)) throw error;
        return toFailure(error);
      }
    };
    guarded.add(action);
    return action;
  };
}

/**
 * Defines a server action. Parses the input (the schema's fields and `workspace`, the slug), finds the signed-in person
 * as an actor of that workspace, and runs `work`. Expected failures are returned, not thrown.
 */
export const defineAction = actionsFor(findSessionMember);

/** Makes `definePersonAction` for a function that finds the person. */
function personActionsFor(findPerson: () => Promise<SessionPerson | null>) {
  return function definePersonAction<Shape extends z.ZodRawShape, Data>(
    schema: z.ZodObject<Shape>,
    work: (person: SessionPerson, input: z.output<z.ZodObject<Shape>>) => Promise<Data>,
  ): Action<Data> {
    const action: Action<Data> = async (input) => {
      try {
        const person = await findPerson();
        if (!person) throw new AppError("unauthenticated", "You are not signed in any more. Sign in again.");
        takePersonRequest(person.userId);
        return { ok: true, data: await work(person, parseInput(schema.strict(), input)) };
      } catch (error) {
        if (isNextSignal(error)) throw error;
        return toFailure(error);
      }
    };
    guarded.add(action);
    return action;
  };
}

/** Defines a server action that needs no sign-in. `work` must authorize by its input, such as the token of a link. */
export function defineOpenAction<Shape extends z.ZodRawShape, Data>(
  schema: z.ZodObject<Shape>,
  work: (input: z.output<z.ZodObject<Shape>>) => Promise<Data>,
): Action<Data> {
  const action: Action<Data> = async (input) => {
    try {
      return { ok: true, data: await work(parseInput(schema.strict(), input)) };
    } catch (error) {
      if (isNextSignal(error)) throw error;
      return toFailure(error);
    }
  };
  guarded.add(action);
  return action;
}

/** Defines a server action outside of any workspace: like `defineAction`, for the signed-in person. */
export const definePersonAction = personActionsFor(getSessionPerson);
