import { type DemoPrompt, task, text } from "./types";

const rewrite = (rule: string) =>
  `Turn a shopper's words into a search query for our catalogue. ${rule} Answer with the query alone.`;
const words = { variables: [text("words", "What the shopper typed")] };

export const searchPrompts: DemoPrompt[] = [
  {
    name: "search/query-rewrite",
    description: "Turns a shopper's words into a query",
    tags: ["search"],
    owner: "aiko",
    versions: [
      {
        daysAgo: 88,
        by: "aiko",
        message: "First version",
        content: task(rewrite("Keep brand names."), "{{ words }}", 0, words),
      },
      {
        daysAgo: 2.2,
        by: "aiko",
        message: "Drop colours we do not sell",
        content: task(rewrite("Keep brand names. Drop colours we do not sell."), "{{ words }}", 0, words),
      },
      {
        daysAgo: 0.1,
        by: "aiko",
        message: "Only drop colours when nothing matches",
        content: task(
          rewrite("Keep brand names. Drop a colour only when nothing matches with it."),
          "{{ words }}",
          0,
          words,
        ),
      },
    ],
    moves: [
      { daysAgo: 87, environment: "production", to: 1, by: "aiko", reason: "First release" },
      { daysAgo: 0.9, environment: "production", to: 2, by: "aiko", reason: "Fewer empty results" },
      { daysAgo: 0.08, environment: "staging", to: 3, by: "aiko", reason: "People did want the colour" },
    ],
  },
  {
    name: "search/product-answer",
    description: "Answers questions about a product",
    tags: ["search", "customers"],
    owner: "tomas",
    versions: [
      {
        daysAgo: 66,
        by: "tomas",
        message: "First version",
        content: task(
          "Answer from the product page only. If it does not say, say so.\n\n{{ page }}",
          "{{ question }}",
          0.1,
        ),
      },
      {
        daysAgo: 18,
        by: "tomas",
        message: "Shorter answers, link to sizes",
        content: task(
          "Answer from the product page only, in at most two sentences. If it does not say, say so. For sizes, link to {{ sizes_url }}.\n\n{{ page }}",
          "{{ question }}",
          0.1,
        ),
      },
      {
        daysAgo: 11,
        by: "tomas",
        message: "Name the section used",
        content: task(
          "Answer from the product page only, in at most two sentences, and name the section you used. If it does not say, say so. For sizes, link to {{ sizes_url }}.\n\n{{ page }}",
          "{{ question }}",
          0.1,
        ),
      },
    ],
    moves: [
      { daysAgo: 65, environment: "production", to: 1, by: "tomas", reason: "First release" },
      { daysAgo: 18, environment: "production", to: 2, by: "priya", reason: "Shorter answers, link to sizes" },
      { daysAgo: 11, environment: "staging", to: 3, by: "tomas", reason: "Cite the page" },
    ],
  },
  {
    name: "search/no-results",
    description: "Suggests what to try instead",
    tags: ["search"],
    owner: "aiko",
    versions: [
      {
        daysAgo: 36,
        by: "aiko",
        message: "First version",
        content: task(
          "Nothing matched. Suggest three searches that would, from these categories: {{ categories }}.",
          "{{ words }}",
          0.4,
        ),
      },
      {
        daysAgo: 0.5,
        by: "jonas",
        message: "Two suggestions are enough",
        content: task(
          "Nothing matched. Suggest two searches that would, from these categories: {{ categories }}.",
          "{{ words }}",
          0.4,
        ),
      },
    ],
    moves: [
      { daysAgo: 35, environment: "staging", to: 1, by: "aiko", reason: "Try" },
      { daysAgo: 34, environment: "production", to: 1, by: "aiko", reason: "First release" },
    ],
  },
  {
    name: "search/compare",
    description: "Compares up to four products",
    tags: ["search"],
    owner: "aiko",
    versions: [
      {
        daysAgo: 30,
        by: "aiko",
        message: "First version",
        content: task(
          "Compare these products in a table of at most six rows: {% for product in products %}{{ product }}{% unless forloop.last %}, {% endunless %}{% endfor %}.",
          "{{ question }}",
          0.2,
        ),
      },
      {
        daysAgo: 12.5,
        by: "aiko",
        message: "Say which one suits whom",
        content: task(
          "Compare these products in a table of at most six rows: {% for product in products %}{{ product }}{% unless forloop.last %}, {% endunless %}{% endfor %}. Then say which one suits whom.",
          "{{ question }}",
          0.2,
        ),
      },
      {
        daysAgo: 0.9,
        by: "aiko",
        message: "At most four rows",
        content: task(
          "Compare these products in a table of at most four rows: {% for product in products %}{{ product }}{% unless forloop.last %}, {% endunless %}{% endfor %}. Then say which one suits whom.",
          "{{ question }}",
          0.2,
        ),
      },
    ],
    moves: [
      { daysAgo: 29, environment: "production", to: 1, by: "aiko", reason: "First release" },
      { daysAgo: 12.2, environment: "staging", to: 2, by: "aiko", reason: "Try" },
      { daysAgo: 12, environment: "production", to: 2, by: "aiko", reason: "Shoppers asked for a recommendation" },
      { daysAgo: 0.5, environment: "production", to: 3, by: "aiko", reason: "Tables of six rows were cut on phones" },
    ],
  },
];
