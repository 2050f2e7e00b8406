import { expect, type Locator, type Page } from "@playwright/test";

/** Opens a page and waits until it loads nothing more, for at most 5 s: an open editor always has a waiting request. */
export async function openPage(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForLoadState("networkidle", { timeout: 5_000 }).catch(() => {});
}

type Fiber = { alternate: Fiber | null; return: Fiber | null; flags: number };

/** Waits until React handles the events of an element that the server rendered. Earlier keys and clicks are lost. */
export async function untilAlive(element: Locator): Promise<void> {
  await expect.poll(() => element.evaluate(isCommitted)).toBe(true);
}

/** Whether React has committed the element, as `getNearestMountedFiber` of react-dom decides it. */
function isCommitted(element: Element): boolean {
  const [placement, hydrating] = [2, 4_096];
  const name = Object.keys(element).find((key) => key.startsWith("__reactFiber$"));
  let fiber = name === undefined ? null : (element as unknown as Record<string, Fiber>)[name];
  if (!fiber) return false;
  if (fiber.alternate) return true;
  for (; fiber; fiber = fiber.return) if (fiber.flags & (placement | hydrating)) return false;
  return true;
}
