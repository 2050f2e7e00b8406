import { UnderstudyError } from "./api";

/**
 * Loads code in a separate file on demand. `load` loads it once, and again after a failure. `now` returns it, or
 * throws.
 */
export function late<Code>(bring: () => Promise<Code>) {
  let loading: Promise<Code> | undefined;
  let loaded: Code | undefined;
  return {
    peek: () => loaded,
    load: async (): Promise<Code> => {
      loading ??= bring();
      try {
        loaded = await loading;
        return loaded;
      } catch (error) {
        loading = undefined; // a retry can succeed when the network is back
        throw error;
      }
    },
    now: (): Code => {
      if (loaded) return loaded;
      throw new UnderstudyError("service_unavailable", "A part of the client could not be loaded.");
    },
  };
}
