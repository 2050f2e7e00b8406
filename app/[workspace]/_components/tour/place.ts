const key = "understudy.tour";

/** Where this person is in the tour, on this browser; null: nowhere. Pure but for the storage. */
export function readTour(storage: Pick<Storage, "getItem">, workspace: string): number | null {
  try {
    const [at, step] = (storage.getItem(key) ?? "").split(" ");
    const number = Number(step);
    return at === workspace && Number.isInteger(number) && number >= 0 ? number : null;
  } catch {
    return null;
  }
}

/** Keeps the place in the tour; null ends it. */
export function keepTour(storage: Storage, workspace: string, step: number | null): void {
  try {
    if (step === null) storage.removeItem(key);
    else storage.setItem(key, `${workspace} ${step}`);
  } catch {
    // Without storage the tour ends with the page.
  }
}
