/** The defaults of a guard: window, error rate, scores per side, margins (share, relative). */
export const guardDefaults = {
  window: 1_000,
  alpha: 0.01,
  minimumPerSide: 200,
  rateMargin: 0.02,
  meanMargin: 0.05,
} as const;

/**
 * The baseline window is this many times the guard's own. All its scores exist already, so a larger one causes no
 * delay.
 */
export const baselineWindows = 2;
