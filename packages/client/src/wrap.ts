export { aiSdkMiddleware } from "./wrap/ai-sdk";
export { wrapAnthropic } from "./wrap/anthropic";
export { wrapGoogle } from "./wrap/google";
export { langChainHandler } from "./wrap/lang-chain";
export { wrapOpenAI } from "./wrap/openai";
export type { Price, WrapOptions } from "./wrap/watch";
export { withPrompt } from "./wrap/with-prompt";
