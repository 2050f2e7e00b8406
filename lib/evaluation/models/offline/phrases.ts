import type { MessageFacts } from "./facts";

type Phrases = {
  hello: (name: string | null) => string;
  about: readonly ((subject: string) => string)[];
  question: (gist: string) => string;
  steps: readonly string[];
  end: readonly string[];
};

/** Phrases for a plausible answer, by language. */
export const phrases: Record<MessageFacts["language"], Phrases> = {
  en: {
    hello: (name) => (name ? `Hello ${name},` : "Hello,"),
    about: [
      (subject) => `thank you for your message about ${subject}.`,
      (subject) => `thank you for writing to us. I have looked at ${subject}.`,
      (subject) => `I am sorry for the trouble with ${subject}.`,
    ],
    question: (gist) => `You wrote: “${gist}”`,
    steps: [
      "I have passed it to a colleague, who will check it today and write to you by tomorrow noon.",
      "I have noted it and asked for it to be checked. You will hear from us within one working day.",
      "Here is what happens next: we check it, tell you what we find, and put it right with you.",
      "Could you send us a photo or the confirmation e-mail? Then we can settle it at once.",
    ],
    end: ["Is there anything else I can do for you?", "Write back any time if something is unclear.", "Kind regards,"],
  },
  de: {
    hello: (name) => (name ? `Hallo ${name},` : "Guten Tag,"),
    about: [
      (subject) => `danke für Ihre Nachricht zu ${subject}.`,
      (subject) => `danke, dass Sie uns schreiben. Ich habe mir ${subject} angesehen.`,
      (subject) => `es tut mir leid, dass es mit ${subject} Ärger gab.`,
    ],
    question: (gist) => `Sie schreiben: „${gist}“`,
    steps: [
      "Ich habe es an eine Kollegin weitergegeben; sie prüft es heute und meldet sich bis morgen Mittag.",
      "Ich habe es notiert und lasse es prüfen. Sie hören innerhalb eines Werktags von uns.",
      "Können Sie uns ein Foto oder die Bestätigung schicken? Dann klären wir es sofort.",
    ],
    end: ["Kann ich sonst noch etwas für Sie tun?", "Schreiben Sie gern zurück, wenn etwas unklar ist."],
  },
  fr: {
    hello: (name) => (name ? `Bonjour ${name},` : "Bonjour,"),
    about: [
      (subject) => `merci pour votre message au sujet de ${subject}.`,
      (subject) => `je suis désolé pour ce souci avec ${subject}.`,
    ],
    question: (gist) => `Vous écrivez : « ${gist} »`,
    steps: [
      "J’ai transmis votre demande à une collègue, qui vous répondra demain avant midi.",
      "C’est noté. Vous aurez une réponse sous un jour ouvré.",
    ],
    end: ["Puis-je faire autre chose pour vous ?", "N’hésitez pas à nous répondre."],
  },
  es: {
    hello: (name) => (name ? `Hola, ${name}:` : "Hola:"),
    about: [
      (subject) => `gracias por su mensaje sobre ${subject}.`,
      (subject) => `siento las molestias con ${subject}.`,
    ],
    question: (gist) => `Usted escribe: «${gist}»`,
    steps: [
      "Lo he pasado a una compañera, que lo revisará hoy y le escribirá mañana.",
      "Queda anotado. Tendrá una respuesta en un día laborable.",
    ],
    end: ["¿Puedo ayudarle en algo más?", "Escríbanos si algo no queda claro."],
  },
};

/** The subject of an answer in the language: "order #4711" or "your message". */
export function subjectOf({ ids, amounts, language }: MessageFacts): string {
  const [id] = ids;
  const [amount] = amounts;
  const words = {
    en: { order: "number", money: "the amount of", other: "your request" },
    de: { order: "Nummer", money: "dem Betrag von", other: "Ihrem Anliegen" },
    fr: { order: "numéro", money: "le montant de", other: "votre demande" },
    es: { order: "el número", money: "el importe de", other: "su consulta" },
  }[language];
  if (id) return `${words.order} ${id.replace(/^#/, "")}`;
  return amount ? `${words.money} ${amount}` : words.other;
}
