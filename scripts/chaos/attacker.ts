/** A process that attacks until it is stopped, and counts the responses. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type AttackName, attacks, type Target } from "./attacks";

const file = fileURLToPath(import.meta.url);
const flag = "--attack";

/** The count of each response: "413", "422 template_too_slow", "cut". */
export type Answers = Record<string, number>;
export type Attacker = { stop: () => Promise<Answers> };

/** Starts an attack. Resolves when its setup is complete and the first requests are sent. */
export async function startAttack(name: AttackName, target: Target): Promise<Attacker> {
  const child = fork(file, [flag, name, JSON.stringify(target)], { execArgv: ["--import", "tsx"] });
  const ended = once(child, "exit").then(() => {
    throw new Error(`The attack with ${name} ended by itself.`);
  });
  ended.catch(() => {}); // the awaiting caller handles it
  await Promise.race([once(child, "message"), ended]);
  return {
    async stop() {
      const reply = once(child, "message") as Promise<[Answers]>;
      child.send("stop");
      const [answers] = await Promise.race([reply, ended]);
      child.disconnect();
      return answers;
    },
  };
}

async function attack(name: AttackName, target: Target): Promise<void> {
  const answers: Answers = {};
  const strikes = await attacks[name](target);
  let isOver = false;
  process.once("message", async () => {
    // On a slow machine the first response takes longer than the fault lasts. Waits for it, so that the attack counts.
    for (let tries = 0; tries < 600 && Object.keys(answers).length === 0; tries++) await sleep(100);
    isOver = true;
    process.send?.(answers);
  });
  process.once("disconnect", () => process.exit());
  for (const strike of strikes)
    void (async () => {
      while (!isOver) {
        const answer = await strike().catch(() => "cut");
        answers[answer] = (answers[answer] ?? 0) + 1;
        await nextTurn(); // a strike that fails early must not delay the stop message
      }
    })();
  process.send?.("begun");
}

if (process.argv[2] === flag) await attack(process.argv[3] as AttackName, JSON.parse(process.argv[4] ?? "") as Target);
