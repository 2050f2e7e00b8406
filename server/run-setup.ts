/** Runs migrations and seed in their own process, so that their modules do not stay in the supervisor's memory. */
import { fork } from "node:child_process";
import { entryOf } from "./entry";
import type { SetupFailure, SetupInput, SetupStep } from "./setup";

export type SetupOutcome = { step: "done"; applied: string[]; seeded: string | null } | SetupFailure;

/** Resolves when the process has ended. */
export function runSetup(input: SetupInput): Promise<SetupOutcome> {
  const { file, execArgv } = entryOf("setup");
  const child = fork(file, [], { execArgv });
  let applied: string[] = [];
  let outcome: SetupOutcome | undefined;
  child.on("message", (message: SetupStep | SetupFailure) => {
    if (message.step === "migrations") applied = message.applied;
    else if (message.step === "seed") outcome = { step: "done", applied, seeded: message.seeded };
    else outcome = message;
  });
  child.send(input);
  return new Promise((done) => {
    child.once("exit", (code, signal) => {
      const message = `The process that prepares the database ended with ${signal ?? code}.`;
      done(outcome ?? { step: "failed", message, isDatabaseAway: false });
    });
  });
}
