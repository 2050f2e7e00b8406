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

/** How often a provider that failed to start looks whether its client is ready. */
const readyAgainMs = 500;

/** How a prompt is evaluated: the flag's key is its name, the targeting key the user. */
type Options = {
  /** How long the provider may take to become ready, in milliseconds; 5 seconds. */
  readyMs?: number;
};

/**
 * Prompts of Understudy as flags. A string is the prompt's text; an object is the whole answer, or a provider's request.
 * `variables`, `placeholders` and `format` of the evaluation context fill and form it. The client is closed with the provider.
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
    const stopTelling = this.#client.onChange((names) =>
      this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [...names] }),
    );
    this.#stop = stopTelling;
    try {
      await this.#client.ready(this.#readyMs);
    } catch (error) {
      // The client goes on trying, so the provider recovers with it.
      const timer = setInterval(() => {
        if (!this.#client.state().isReady) return;
        clearInterval(timer);
        this.events.emit(ProviderEvents.Ready);
      }, readyAgainMs);
      timer.unref?.();
      this.#stop = () => {
        clearInterval(timer);
        stopTelling();
      };
      throw error;
    }
  }

  async onClose(): Promise<void> {
    this.#stop();
    await this.#client.close();
  }

  /** The prompt's messages as one text. */
  async resolveStringEvaluation(
    flagKey: string,
    _defaultValue: string,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<string>> {
    const prompt = await this.#resolve(flagKey, context, "text");
    return { value: prompt.text ?? "", ...detailsOf(prompt) };
  }

  /** What resolve answers, in the format of the context. */
  async resolveObjectEvaluation<T extends JsonValue>(
    flagKey: string,
    _defaultValue: T,
    context: EvaluationContext,
  ): Promise<ResolutionDetails<T>> {
    const prompt = await this.#resolve(flagKey, context, context.format as Format | undefined);
    return { value: JSON.parse(JSON.stringify(prompt)) as T, ...detailsOf(prompt) };
  }

  resolveBooleanEvaluation(flagKey: string): Promise<never> {
    return Promise.reject(new TypeMismatchError(`The prompt "${flagKey}" is a string or an object, no boolean.`));
  }

  resolveNumberEvaluation(flagKey: string): Promise<never> {
    return Promise.reject(new TypeMismatchError(`The prompt "${flagKey}" is a string or an object, no number.`));
  }

  /**
   * Reports what became of an answer. `details` has `interactionId` of the evaluation's metadata: "feedback" says what a
   * person thought, any other name what happened with the call, for which `prompt`, `version` and `environment` stand there too.
   */
  track(name: string, context: EvaluationContext, details: TrackingEventDetails = {}): void {
    const { interactionId, prompt, version, environment, value: _, ...said } = details;
    if (typeof interactionId !== "string") return;
    if (name === "feedback") {
      this.#client.feedback(interactionId, said as Feedback);
      return;
    }
    if (typeof prompt !== "string" || typeof version !== "number" || typeof environment !== "string") return;
    const { targetingKey: userId } = context;
    this.#client.record({ interactionId, prompt, version, environment, ...(userId && { userId }) }, said as Outcome);
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
      // An experiment's variant that is served here is reported as an exposure by the client.
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
