import { UnderstudyError } from "./api";

/** Code in a file of its own: `load` brings it, once; after a failure it is tried again. `now` has it, or throws. */
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
        loading = undefined; // a network that comes back can bring it
        throw error;
      }
    },
    now: (): Code => {
      if (loaded) return loaded;
      throw new UnderstudyError("service_unavailable", "A part of the client could not be loaded.");
    },
  };
}
