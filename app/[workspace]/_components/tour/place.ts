const key = "understudy.tour";

/** Returns the current step of the tour in this browser. Null if it is not active. Pure except for the storage. */
export function readTour(storage: Pick<Storage, "getItem">, workspace: string): number | null {
  try {
    const [at, step] = (storage.getItem(key) ?? "").split(" ");
    const number = Number(step);
    return at === workspace && Number.isInteger(number) && number >= 0 ? number : null;
  } catch {
    return null;
  }
}

/** Stores the current step of the tour. Null ends it. */
export function keepTour(storage: Storage, workspace: string, step: number | null): void {
  try {
    if (step === null) storage.removeItem(key);
    else storage.setItem(key, `${workspace} ${step}`);
  } catch {
    // Without storage, the tour ends with the page.
  }
}
