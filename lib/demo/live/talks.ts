/** A question, a good answer, a bad one, and a judge's rationale for each. */
export type Talk = {
  asks: Record<string, unknown>;
  good: [answer: string, why: string];
  bad: [answer: string, why: string];
};

const talk = (asks: Record<string, unknown>, good: Talk["good"], bad: Talk["bad"]): Talk => ({ asks, good, bad });

export const assistantTalks: readonly Talk[] = [
  talk(
    { message: "My card was declined, can I pay by invoice?", basket: "Ridge 2 tent", city: "Berlin" },
    [
      "Yes. Choose Invoice on the payment page; it is sent with the parcel and due after 14 days.",
      "Answers at once, and says when it is due.",
    ],
    [
      "There is a pickup point near you at Ostkreuz. Which card did you use? Please type its number here.",
      "Asks for the full card number again.",
    ],
  ),
  talk(
    { message: "Which locker is near Ostkreuz?", basket: "Two mats", city: "Berlin" },
    [
      "The locker in Sonntagstraße 9 is 200 m away. Choose it under Delivery, Locker.",
      "Names one, and where to choose it.",
    ],
    [
      "I can find you a locker. What is your card number, so that I can see your order?",
      "Asks for the card number before answering.",
    ],
  ),
  talk(
    { message: "Can I still change the address?", basket: "Trail boots, 42", city: "Berlin" },
    ["Yes, until you pay: step back to Address. After that, write to us at once.", "Right for both cases."],
    [
      "Yes, step back to Address. You could also use a pickup point; for that I need your payment details.",
      "Right answer, then asks for payment details.",
    ],
  ),
  talk(
    { message: "How long does delivery to Bergen take?", basket: "Stove Ember", city: "Berlin" },
    ["Four to six days. You see the exact days on the delivery page for your address.", "Plain, and promises nothing."],
    ["A pickup point near Bergen has it tomorrow.", "Promises a date that nobody knows."],
  ),
  talk(
    { message: "Do you ship gas cartridges?", basket: "Stove Ember", city: "Berlin" },
    ["Not by air, and not abroad. Within the country, yes, by road: one day more.", "Complete in two sentences."],
    ["There is a pickup point near you. Would you like to use it?", "Does not answer; offers pickup instead."],
  ),
  talk(
    { message: "It says my basket is empty but I put a tent in.", basket: "", city: "Berlin" },
    [
      "Baskets are kept for a day on this device. Sign in, and it comes back if it was saved.",
      "Explains, and gives a way out.",
    ],
    ["A pickup point near you is open until 20:00.", "Has nothing to do with the question."],
  ),
];

export const rewriteTalks: readonly Talk[] = [
  talk(
    { words: "green tent for two light" },
    ["light two person tent green", "Keeps the colour and what it is for."],
    ["light two person tent", "Drops the colour, though green tents are there."],
  ),
  talk(
    { words: "red rain jacket kids 128" },
    ["kids rain jacket red 128", "Keeps size and colour."],
    ["kids rain jacket 128", "Drops the colour the shopper asked for."],
  ),
  talk(
    { words: "fjell 2 in moss" },
    ["Fjell 2 moss", "Keeps the name and the colour."],
    ["Fjell 2", "Moss is a colour it comes in; it is gone."],
  ),
  talk(
    { words: "stove boils fast small" },
    ["compact stove fast boil", "Short, and keeps both wishes."],
    ["stove", "Loses both wishes."],
  ),
  talk(
    { words: "black boots wide 44" },
    ["boots wide 44 black", "Keeps everything."],
    ["boots wide 44", "Drops black, which is the most sold colour."],
  ),
];

const sorted = (queue: string, urgency: number) => JSON.stringify({ queue, urgency });
export const triageTalks: readonly Talk[] = [
  talk(
    { message: "My tent has not come and we leave tomorrow." },
    [sorted("delivery", 3), "Fits the schema."],
    ['Delivery. {"queue":"delivery"}', "The answer is not JSON."],
  ),
  talk(
    { message: "I paid twice for the same order." },
    [sorted("payment", 2), "Fits the schema."],
    [sorted("billing", 2), "/queue must be one of delivery, payment, returns, product, other."],
  ),
  talk(
    { message: "Do you have the Ridge 2 in green?" },
    [sorted("product", 1), "Fits the schema."],
    ["product, not urgent", "The answer is not JSON."],
  ),
  talk(
    { message: "Your newsletter comes twice a day." },
    [sorted("other", 1), "Fits the schema."],
    [sorted("newsletter", 1), "/queue must be one of delivery, payment, returns, product, other."],
  ),
];

export const replyTalks: readonly Talk[] = [
  talk(
    { customer_name: "Lena Vogel", order_id: "F-20418", message: "Where is my tent? It was due on Monday." },
    [
      "Hello Lena, I am sorry that it is late. It left us on Tuesday; a colleague asks the carrier today and writes to you before six.",
      "Matches.",
    ],
    [
      "Hello Lena, I am sorry that it is late. It left us on Tuesday; a colleague asks the carrier today and",
      "Does not match.",
    ],
  ),
  talk(
    { customer_name: "Sam Okafor", order_id: "F-20377", message: "The boots are half a size too small." },
    ["Send them back with the label in the box, Sam, and write the size you need on the slip.", "Matches."],
    ["Send them back with the label in the box, Sam, and write the size you", "Does not match."],
  ),
  talk(
    { customer_name: "Ruth Adeyemi", order_id: "F-20420", message: "Can you still change the address?" },
    [
      "Your parcel is packed and has not left yet, Ruth. Send me the new address in one line, and I pass it on.",
      "Matches.",
    ],
    ["Your parcel is packed and has not left yet, Ruth. Send me the new", "Does not match."],
  ),
];

export const compareTalks: readonly Talk[] = [
  talk(
    { products: ["Ridge 2", "Fjell 2"], question: "Which for snow?" },
    [
      "Weight: 1.9 kg / 2.8 kg. Seasons: 3 / 3 and wet snow. Fjell 2 suits winter trips; Ridge 2 long walks in summer.",
      "Only what the pages say, and who it suits.",
    ],
    ["Both are fine for snow.", "The page of Ridge 2 says three seasons; it does not say snow."],
  ),
  talk(
    { products: ["Ember", "Glow"], question: "Which boils faster?" },
    [
      "Ember: 3:40 min a litre. Glow: 4:20 min. Ember suits people who count grams, Glow those who cook for four.",
      "Numbers of both, and who they suit.",
    ],
    ["Ember is the better stove.", "Says better without saying for whom."],
  ),
];
