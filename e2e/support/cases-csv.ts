const people = ["Lena Vogel", "Piet de Vries", "Sam Okafor", "Inès Laurent", "Tom Becker", "Ruth Adeyemi", "Anna Lind"];
const things = [
  "tent",
  "stove",
  "sleeping bag",
  "rain jacket",
  "pair of boots",
  "head lamp",
  "water filter",
  "rucksack",
];

type Topic = { title: string; tag: string; late: boolean; message: (thing: string) => string; answer: string };

const topics: readonly Topic[] = [
  {
    title: "Late",
    tag: "late",
    late: true,
    answer: "I am sorry that it is late. It is on its way to you.",
    message: (thing) => `Where is my ${thing}? It was due on Monday,\nand we leave tomorrow.`,
  },
  {
    title: "Exchange",
    tag: "exchange",
    late: false,
    answer: "Yes, you can swap it within 30 days.",
    message: (thing) => `The ${thing} is too small. Can I swap it?`,
  },
  {
    title: "Refund",
    tag: "refund",
    late: false,
    answer: "A colleague checks your refund today.",
    message: (thing) => `They call this ${thing} "waterproof"; it is not. I want my money back.`,
  },
  {
    title: "Address",
    tag: "address",
    late: false,
    answer: "It can be changed as long as it has not left.",
    message: (thing) => `Please send the ${thing} to Hafenstraße 4, 20457 Hamburg, instead.`,
  },
];

const quoted = (value: string | number | boolean) => {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Writes a CSV file with this many different cases, for a prompt with the variables of support/reply. */
export function writeCasesCsv(count: number): string {
  const head = ["name", "customer_name", "order_id", "is_late", "message", "expected", "tags"];
  const rows = Array.from({ length: count }, (_, index) => {
    const topic = topics[index % topics.length] as Topic;
    const thing = things[Math.floor(index / topics.length) % things.length] ?? "tent";
    const name = `${topic.title}: ${thing} ${index + 1}`;
    const person = people[index % people.length] ?? "";
    const tags = index % 3 === 0 ? `${topic.tag}, first` : topic.tag;
    return [name, person, `F-${20_000 + index}`, topic.late, topic.message(thing), topic.answer, tags];
  });
  return `${[head, ...rows].map((row) => row.map(quoted).join(",")).join("\r\n")}\r\n`;
}
