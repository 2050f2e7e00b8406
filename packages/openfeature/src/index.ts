import {
  type EvaluationContext,
  type FlagMetadata,
  FlagNotFoundError,
  GeneralError,
  InvalidContextError,
  type JsonValue,
  OpenFeatureEventEmitter,
  type Provider,
  ProviderEvents,
  ProviderNotReadyError,
  type ResolutionDetails,
  StandardResolutionReasons,
  type TrackingEventDetails,
  TypeMismatchError,
} from "@openfeature/server-sdk";
import type { Client, Feedback, Format, Outcome, Prompt, ResolveOptions } from "@understudy/client";

type GivenMessage = NonNullable<ResolveOptions["placeholders"]>[string][number];

/** The interval in ms in which a provider that failed to start checks whether its client is ready. */
const readyAgainMs = 500;

/** The options of an evaluation. The flag's key is the prompt's name, and the targeting key is the user. */
type Options = {
  /** How long the provider may take to become ready, in ms. The default is 5 seconds. */
  readyMs?: number;
};

/**
 * Serves Understudy's prompts as flags. A string is the prompt's text; an object is the whole answer, or a provider's
 * request. `variables`, `placeholders` and `format` of the evaluation context are used to fill and format it. Closing
 * the provider closes the client.
 */
export class UnderstudyProvider implements Provider {
  readonly metadata = { name: "understudy" };
  readonly runsOn = "server";
  readonly events = new OpenFeatureEventEmitter();
  readonly #client: Client;
  readonly #readyMs: number;
  #stop = () => {};

  constructor(client: Client, { readyMs = 5_000 }: Options = {}) {
    this.#client = client;
    this.#readyMs = readyMs;
  }

  async initialize(): Promise<void> {
    const unsubscribe = this.#client.onChange((names) =>
      this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...names] }),
    );
    this.#stop = unsubscribe;
    try {
      await this.#client.ready(this.#readyMs);
    } catch (error) {
      // The client continues to retry, so the provider recovers with it.
      const timer = setInterval(() => {
        if (!this.#client.state().isReady) return;
        clearInterval(timer);
        this.events.emit(ProviderEvents.Ready);
      }, readyAgainMs);
      timer.unref?.();
      this.#stop = () => {
        clearInterval(timer);
        unsubscribe();
      };
      throw error;
    }
  }

  async onClose(): Promise<void> {
    this.#stop();
    await this.#client.close();
  }

  /** Returns the prompt's messages as one text. */
  async resolveStringEvaluation(
    flagKey: string,
    _defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    const prompt = await this.#resolve(flagKey, context, "text");
    return { value: prompt.text ?? "", ...detailsOf(prompt) };
  }

  /** Returns the answer of resolve, in the format of the context. */
  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    _defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    const prompt = await this.#resolve(flagKey, context, context.format as Format | undefined);
    return { value: JSON.parse(JSON.stringify(prompt)) as T, ...detailsOf(prompt) };
  }

  resolveBooleanEvaluation(flagKey: string): Promise<never> {
    return Promise.reject(new TypeMismatchError(`The prompt "${flagKey}" is a string or an object, not a boolean.`));
  }

  resolveNumberEvaluation(flagKey: string): Promise<never> {
    return Promise.reject(new TypeMismatchError(`The prompt "${flagKey}" is a string or an object, not a number.`));
  }

  /**
   * Reports the outcome of an answer. `details` contains `interactionId` of the evaluation's metadata. The name
   * "feedback" reports a person's feedback. Any other name reports the outcome of the call, and needs `prompt`,
   * `version` and `environment` too.
   */
  track(name: string, context: EvaluationContext, details: TrackingEventDetails = {}): void {
    const { interactionId, prompt, version, environment, value: _, ...feedback } = details;
    if (typeof interactionId !== "string") return;
    if (name === "feedback") {
      this.#client.feedback(interactionId, feedback as Feedback);
      return;
    }
    if (typeof prompt !== "string" || typeof version !== "number" || typeof environment !== "string") return;
    const { targetingKey: userId } = context;
    this.#client.record(
      { interactionId, prompt, version, environment, ...(userId && { userId }) },
      feedback as Outcome,
    );
  }

  async #resolve(name: string, context: EvaluationContext, format: Format | undefined): Promise<Prompt> {
    const { targetingKey, variables, placeholders } = context;
    if (variables !== undefined && !isFields(variables))
      throw new InvalidContextError("variables in the evaluation context is an object of values by name.");
    if (placeholders !== undefined && !isListsOfMessages(placeholders))
      throw new InvalidContextError(
        "placeholders in the evaluation context is an object of lists of messages by name.",
      );
    try {
      // If a variant of an experiment is served, the client reports the exposure.
      return await this.#client.resolve(name, { userId: targetingKey || undefined, variables, placeholders, format });
    } catch (error) {
      throw toOpenFeatureError(error as { code?: string; message: string });
    }
  }
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date);

const isListsOfMessages = (value: unknown): value is Record<string, GivenMessage[]> =>
  isFields(value) && Object.values(value).every((list) => Array.isArray(list) && list.every(isFields));

function detailsOf(prompt: Prompt): { variant: string; reason: string; flagMetadata: FlagMetadata } {
  const { name, version, environment, interactionId, assignment, stale } = prompt;
  const { reason, variant, experimentId } = assignment;
  const { SPLIT, STALE, STATIC } = StandardResolutionReasons;
  return {
    variant: variant ?? `v${version}`,
    reason: stale ? STALE : reason === "experiment" ? SPLIT : STATIC,
    flagMetadata: { interactionId, prompt: name, version, environment, ...(experimentId !== null && { experimentId }) },
  };
}

const codesOfContext = ["missing_variables", "invalid_variable_type", "missing_placeholders", "invalid_request"];

function toOpenFeatureError({ code, message }: { code?: string; message: string }): Error {
  if (code === "not_found") return new FlagNotFoundError(message);
  if (code === "not_ready") return new ProviderNotReadyError(message);
  if (code !== undefined && codesOfContext.includes(code)) return new InvalidContextError(message);
  return new GeneralError(message);
}
