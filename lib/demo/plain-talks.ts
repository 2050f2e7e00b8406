/**
 * What an application sent for a call, and the answers by version. A version that is not named answers as the last one
 * before it.
 */
export type PlainTalk = { asks: Record<string, unknown>; answers: Record<number, string> };

const talk = (asks: Record<string, unknown>, answers: Record<number, string>): PlainTalk => ({ asks, answers });
/** The shop sends the address of a product page instead of its text. */
const product = (page: string, question: string, short: string, section: string) =>
  talk({ question, page, sizes_url: "/sizes" }, { 1: short, 3: `${short} (${section})` });
const cart = (first_name: string, basket: string, reminder: string, question: string) =>
  talk({ first_name, basket }, { 1: reminder, 2: `${reminder} ${question}` });
const decline = (code: string, bank: string, plain: string, short: string) =>
  talk({ code, bank }, { 1: plain, 2: `Nothing was charged. ${plain}`, 3: short });
const address = (country: string, raw: string, fixed: Record<string, string>) =>
  talk({ country, address: raw }, { 1: JSON.stringify(fixed) });

/** The texts of prompts whose answers nobody scores, by prompt. */
export const plainTalks: Record<string, readonly PlainTalk[]> = {
  "search/product-answer": [
    product(
      "/tents/ridge-2",
      "Does the Ridge 2 stand without pegs?",
      "Yes, it is freestanding. Peg the two vestibules in wind.",
      "Pitching",
    ),
    product("/tents/fjell-2", "How heavy is it with everything?", "2.8 kg with pegs, lines and bags.", "Weight"),
    product(
      "/boots/trail-mid",
      "Do these run small?",
      "Most people take half a size more than in shoes. The table is at /sizes.",
      "Size and fit",
    ),
    product(
      "/stoves/ember",
      "Can I use it with any cartridge?",
      "With every screw cartridge to EN 417. Not with the ones that click.",
      "Fuel",
    ),
    product(
      "/jackets/rain-kids",
      "Is the hood removable?",
      "The page does not say. It says that the hood folds into the collar.",
      "Details",
    ),
    product("/mats/light-6", "What is its R-value?", "4.2, which suits three seasons.", "Warmth"),
  ],
  "search/no-results": [
    talk(
      { words: "inflatable sauna", categories: "tents, stoves, mats, boots, jackets" },
      { 1: "winter tent, tent with stove hole, warm sleeping mat", 2: "winter tent, tent with stove hole" },
    ),
    talk(
      { words: "kayak 2 persons", categories: "tents, stoves, mats, boots, jackets" },
      { 1: "dry bag 60 l, two person tent, rain jacket", 2: "dry bag 60 l, two person tent" },
    ),
    talk(
      { words: "snow shoes 44", categories: "tents, stoves, mats, boots, jackets" },
      { 1: "winter boots 44, gaiters, wool socks 44", 2: "winter boots 44, gaiters" },
    ),
    talk(
      { words: "gas lantern quiet", categories: "tents, stoves, mats, boots, jackets" },
      { 1: "headlamp, compact stove, screw cartridge", 2: "headlamp, screw cartridge" },
    ),
  ],
  "checkout/abandoned-cart": [
    cart(
      "Lena",
      "a Ridge 2 tent and two light mats",
      "Hello Lena, your Ridge 2 and the two mats are still in your basket. We keep them until Sunday. If you changed your mind, you need not do anything.",
      "Shall we answer a question about the tent first?",
    ),
    cart(
      "Sam",
      "trail boots in 44",
      "Hello Sam, the trail boots in 44 are still in your basket. You can send them back within 30 days if they do not fit. There is no hurry.",
      "Are you unsure about the size?",
    ),
    cart(
      "Ruth",
      "an Ember stove",
      "Hello Ruth, the Ember is still in your basket. It comes with a bag and a lighter. Cartridges are sold separately, by road only.",
      "Do you need cartridges with it?",
    ),
    cart(
      "Ole",
      "a rain jacket for children, 128",
      "Hello Ole, the rain jacket in 128 is still in your basket. It grows with the child for about a year. We keep it until Sunday.",
      "Would you like to see it in another colour?",
    ),
  ],
  "checkout/payment-error": [
    decline(
      "insufficient_funds",
      "Sparkasse",
      "Your bank did not release the amount. Another card or payment by invoice works at once.",
      "Please try another card, or pay by invoice.",
    ),
    decline(
      "expired_card",
      "DNB",
      "The card's date has passed. Please use a newer card, or choose invoice.",
      "Please use a card that is still valid.",
    ),
    decline(
      "do_not_honor",
      "Erste",
      "Your bank said no without a reason. It often helps to confirm the payment in the bank's app and to try again.",
      "Please confirm in your bank's app, then try again.",
    ),
    decline(
      "3ds_failed",
      "Nordea",
      "The confirmation in your bank's app did not arrive in time. Please open the app first, then pay again.",
      "Open your bank's app first, then pay again.",
    ),
  ],
  "checkout/address-fix": [
    address("DE", "Sonntagstr 9 10245 berlin", { street: "Sonntagstraße 9", postcode: "10245", city: "Berlin" }),
    address("NO", "storgt. 12 b, 0184 OSLO", { street: "Storgata 12 B", postcode: "0184", city: "Oslo" }),
    address("AT", "Wien 1070 neubaug. 33/4", { street: "Neubaugasse 33/4", postcode: "1070", city: "Wien" }),
    address("SE", "Drottningg 4 lgh 1102 11151 sthlm", {
      street: "Drottninggatan 4 lgh 1102",
      postcode: "111 51",
      city: "Stockholm",
    }),
  ],
  "support/summary": [
    talk(
      {
        turns: [
          { author: "Lena Vogel", text: "My tent was due on Monday and is not here." },
          { author: "Mara", text: "It left us on Tuesday. I ask the carrier today." },
          { author: "Lena Vogel", text: "We leave on Saturday." },
        ],
      },
      {
        1: "Tent due Monday, sent Tuesday.\nPromised: the carrier is asked today.\nOpen: she leaves on Saturday and needs it before.",
      },
    ),
    talk(
      {
        turns: [
          { author: "Sam Okafor", text: "The boots are half a size too small." },
          { author: "Jonas", text: "Send them back with the label in the box." },
          { author: "Sam Okafor", text: "There was no label." },
        ],
      },
      { 1: "Boots too small, to be exchanged.\nPromised: nothing yet.\nOpen: the label was missing; send a new one." },
    ),
    talk(
      {
        turns: [
          { author: "Ruth Adeyemi", text: "Please change the address of F-20420." },
          { author: "Aiko", text: "Done. It goes out tomorrow." },
        ],
      },
      { 1: "Address of F-20420 changed.\nPromised: it goes out tomorrow.\nOpen: nothing." },
    ),
  ],
  "support/refund-check": [
    talk(
      { request: "Bought 12 days ago, boots worn once in the flat, receipt attached." },
      { 1: "Yes. 12 days, unused outside, and the receipt is there." },
    ),
    talk(
      { request: "Tent from March, used on two trips, I have the receipt." },
      { 1: "No. It was bought more than 30 days ago and has been used." },
    ),
    talk(
      { request: "Stove does not light. No receipt, but I paid by card." },
      { 1: "Ask. A card statement may replace the receipt, and a fault is a case for the guarantee." },
    ),
  ],
};
