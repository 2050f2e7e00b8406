import { beside, useCheckedValue } from "@/components/ui/use-checked-value";

type Rules = { needsKey: boolean; needsAddress: boolean };
type Start = { name?: string; baseUrl?: string; maxConcurrency?: number };

const nameFault = (name: string) =>
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name.trim())
    ? null
    : "Use letters, digits, dots, _ and -. Versions use this name.";

/** The fields of a connection, and where the server's objections go. */
export function useConnectionForm(
  { needsKey, needsAddress }: Rules,
  { name = "", baseUrl = "", maxConcurrency = 20 }: Start = {},
) {
  const fields = {
    name: useCheckedValue(name, nameFault),
    baseUrl: useCheckedValue(baseUrl, (value) => {
      if (!value.trim()) return needsAddress ? "Enter the address of the server." : null;
      return /^https?:\/\/\S+$/.test(value.trim()) ? null : "It starts with https:// or http://.";
    }),
    apiKey: useCheckedValue("", (value) => (value.trim() || !needsKey ? null : "Paste the key.")),
    maxConcurrency: useCheckedValue(String(maxConcurrency), (value) =>
      /^\d{1,4}$/.test(value.trim()) && Number(value) >= 1 && Number(value) <= 1_000 ? null : "From 1 to 1,000.",
    ),
  };
  return {
    ...fields,
    /** Checks those fields, all of them, so that every fault shows at once. */
    areFine: (...names: (keyof typeof fields)[]) => names.map((field) => fields[field].isFine()).every(Boolean),
    /** Puts what the server objected to beside its field; whether it did. */
    refuse: beside(fields),
  };
}
