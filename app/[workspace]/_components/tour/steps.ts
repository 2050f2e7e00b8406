/** A step of the tour: a page, an element to highlight, and a text. */
export type TourStep = {
  page: string;
  /** Selectors of the element. The first visible one is used. */
  anchors: readonly string[];
  title: string;
  text: string;
};

const entry = (page: string) => [`nav a[href$="/${page}"]`];

export const tourSteps: readonly TourStep[] = [
  {
    page: "prompts",
    anchors: [".prompt-row"],
    title: "Each row is a prompt",
    text: "The row shows which version is live in each environment. A version never changes once it is saved.",
  },
  {
    page: "evaluations",
    anchors: ["#main table", ...entry("evaluations")],
    title: "Test before you release",
    text: "A suite runs every version on the same cases. A protected environment accepts only versions that pass.",
  },
  {
    page: "experiments",
    anchors: ["#main table", ...entry("experiments")],
    title: "Compare on real users",
    text: "An experiment gives each version to a share of your users. It shows which one is better, and how certain that is.",
  },
  {
    page: "quality",
    anchors: ["#main table", ...entry("quality")],
    title: "Guards watch live versions",
    text: "A guard compares a new version with the one before. When it is worse, the guard alerts you or rolls back.",
  },
  {
    page: "requests",
    anchors: ["#main table", ...entry("requests")],
    title: "See what users got",
    text: "Each request shows its text, cost, scores and feedback. You can turn it into a test case.",
  },
  {
    page: "use",
    anchors: ["#main pre", ...entry("use")],
    title: "Connect your app",
    text: "Your app requests a prompt by its name. It gets a new release in under a second, without a deployment.",
  },
];
