import { listWords } from "@/lib/core/words";
import type { Check, InstanceFacts, ServerProcess } from "../schema";
import { failed, passed, warned } from "../words";

const hostsOf = (processes: readonly ServerProcess[]) => [...new Set(processes.map(({ host }) => host))];

/** Checks that every process can decrypt what the others encrypt. */
export function checkEncryptionKeys({ own, processes, settings }: InstanceFacts): Check {
  const of = { id: "encryption-keys", title: "Encryption keys" };
  const sets = new Map<string, string[]>();
  const note = (where: string, keys: InstanceFacts["own"]["encryptionKeys"]) => {
    const set = keys
      .map(({ id, fingerprint }) => `${id}:${fingerprint}`)
      .sort()
      .join(",");
    sets.set(set, [...new Set([...(sets.get(set) ?? []), where])]);
  };
  for (const { host, facts } of processes) note(host, facts.encryptionKeys);
  if (own.encryptionKeys.length > 0) note("this machine", own.encryptionKeys);
  if (sets.size > 1)
    return failed(
      of,
      `Not the same everywhere: ${listWords([...sets.values()].map((hosts) => hosts.join(", ")))} differ. What one instance encrypts, another cannot decrypt.`,
      "Set the same ENCRYPTION_KEYS on every instance. While keys are rotated, each instance lists both.",
    );
  const names = own.encryptionKeys.map(({ id }) => id);
  if (settings.hasExternalDatabase && !settings.hasEncryptionKeys)
    return warned(
      of,
      "ENCRYPTION_KEYS is not set: the key is in the data folder of each instance.",
      "Set the same ENCRYPTION_KEYS on every instance, and keep a copy apart from the backups.",
    );
  if (names.length === 0 && sets.size === 0) return passed(of, "None yet: the first start creates one.");
  return passed(of, `The same everywhere${names.length > 0 ? ` (${listWords(names)})` : ""}.`);
}

/** Checks that a session of one instance is valid on the others. */
export function checkSessionSecret({ processes }: InstanceFacts): Check[] {
  const of = { id: "session-secret", title: "Session secret" };
  const studios = processes.filter(({ role, facts }) => role === "studio" && facts.sessionSecret !== null);
  if (studios.length === 0) return [];
  if (new Set(studios.map(({ facts }) => facts.sessionSecret)).size > 1)
    return [
      failed(
        of,
        `Not the same on ${listWords(hostsOf(studios))}: people are signed out whenever another instance answers.`,
        "Set the same NEXTAUTH_SECRET on every instance.",
      ),
    ];
  return [passed(of, studios.length > 1 ? "The same everywhere." : "One studio process uses it.")];
}
