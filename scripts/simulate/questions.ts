/** Messages to the desk. About two in five mention an order. */
export const deskMessages = [
  "My order F-20418 has not come and we leave on Friday. Where is the delivery?",
  "The delivery man left it with nobody. It says signed, but not by us.",
  "I paid twice: the payment for the tent shows two times on my card.",
  "Your payment page says code 51, yet my bank sees no reason.",
  "Does the product fit two people with packs? The page does not say.",
  "Which product do you suggest for snow, the Fjell or the Ridge?",
  "I want to send the boots back, half a size too small. How do returns work?",
  "Can I change the address of my order? It has not left yet.",
  "Two mats were in the order, one came. What now?",
  "Is there a job open in your shop in Leeds?",
  "My payment went through but there is no order in my account.",
  "The stove hisses. Is that the product or is it me?",
  "I would like an invoice for my order with the name of my firm on it.",
  "When does the delivery to Norway come back? We wait since spring.",
  "Your newsletter comes twice a day, please stop the other one.",
  "The order came, thank you, the tent is lovely.",
] as const;

/** Mails to the shop: short ones, long ones, some in other languages. */
export const mails = [
  "Where is my tent? It was due on Monday and we leave tomorrow.",
  "The boots are half a size too small. Can I swap them for the next size up?",
  "Third time I ask. Where is it?",
  "Just wanted to say the stove is great. Thanks to all of you!",
  "Bonjour, je voudrais être remboursée pour la gourde, elle fuit et mon sac est trempé.",
  "Ich habe die Jacke bekommen und sie ist nicht dicht. Bitte sagen Sie mir, was ich tun kann.",
  "Can you still change the address? We moved last week and I forgot to tell you about it.",
  "I paid 189.00 EUR twice for the same order. How do I get one of them back?",
  "Is the Fjell 2 okay for a night or two in wet snow, or should I take the other one?",
  "It says delivered yesterday but nothing is here, and the neighbours have not seen it either.",
  "Hi, my pole broke on the first night. Can I get a single pole or do I need the set?",
  "The zip of the bag jams. Is that covered?",
] as const;

/** Search queries without results. */
export const searches = [
  "waterproof dog tent",
  "boots for camels",
  "stove that sings",
  "tent 12 persons",
  "snow bag",
] as const;

/** Product pages and questions about them. */
export const pages = [
  [
    "Ridge 2. Two people, 1.9 kg, 3 seasons, two doors. Poles: aluminium. Sizes: one.",
    "How heavy is it with the poles?",
  ],
  ["Fjell 2. Two people, 2.8 kg, 3 seasons and wet snow. Colour: moss.", "Does it come in green?"],
  ["Trail boot. Leather, resoleable. Sizes 36 to 47, narrow and wide.", "Can I get them in wide?"],
  ["Stove Ember. 86 g, gas, boils a litre in 3:40 min.", "How long does a cartridge last?"],
] as const;
