/** "4 s ago"; a call of this moment is "now". Pure. */
export function agoWords(at: string, now: number): string {
  const seconds = Math.floor((now - new Date(at).getTime()) / 1_000);
  if (seconds < 1) return "now";
  return seconds < 60 ? `${seconds}\u00a0s ago` : `${Math.floor(seconds / 60)}\u00a0min ago`;
}

/** "38 s", "4 min", "2 h", "3 days" from one instant to another. Pure. */
export function spanWords(from: string, to: string): string {
  const seconds = Math.max(0, Math.round((new Date(to).getTime() - new Date(from).getTime()) / 1_000));
  if (seconds < 100) return `${seconds}\u00a0s`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)}\u00a0min`;
  if (seconds < 129_600) return `${Math.round(seconds / 3_600)}\u00a0h`;
  return `${Math.round(seconds / 86_400)}\u00a0days`;
}

/** "0.2 ms", "12 ms". Pure. */
export const msWords = (ms: number) => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)}\u00a0ms`;
