import type { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import { publishBadge, retireBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { type ClassDraft, classDraft } from "#lib/learning/badges/classes/schema.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";

type Draft = z.input<typeof classDraft>;

const IT = "it-project-management";
const GREEN = "sustainable-it";

/**
 * Invented badges that together cover our two maps. Most can be earned; one is on trial, and one is
 * no longer given.
 */
const BADGES: (Draft & { state: "pilot" | "active" | "retired" })[] = [
  {
    slug: "repair",
    state: "active",
    icon: "tool",
    colour: "teal",
    editions: {
      nl: {
        name: "Herstellen",
        description:
          "Opent een toestel zonder gevaar, vindt de fout, vervangt een stuk en zegt wat er gedaan is.",
        criteria: "Kom naar de sessies en herstel één toestel. Iemand van het team kijkt mee.",
      },
      fr: {
        name: "Réparer",
        description:
          "Ouvre un appareil sans danger, trouve la panne, change une pièce et dit ce qui a été fait.",
        criteria:
          "Venez aux séances et réparez un appareil. Quelqu’un de l’équipe regarde avec vous.",
      },
      en: {
        name: "Repair",
        description:
          "Opens a device safely, finds the fault, changes a part and says what was done.",
        criteria: "Come to the sessions and mend one device. Somebody of the team looks on.",
      },
    },
    competences: [
      { framework: GREEN, code: "C1", level: 2 },
      { framework: GREEN, code: "C2" },
    ],
    rules: [{ kind: "attendance", minutes: 240, topic: "sustainable_it" }, { kind: "mentor" }],
  },
  {
    slug: "it-that-lasts",
    state: "active",
    icon: "leaf",
    colour: "blue",
    validMonths: 36,
    editions: {
      nl: {
        name: "IT die meegaat",
        description:
          "Weet wat toestellen de aarde kosten, kiest ze zuinig en wist gegevens voor ze weggaan.",
        criteria: "Volg sessies over duurzame IT en vertel wat je thuis of op het werk veranderde.",
      },
      fr: {
        name: "Le numérique qui dure",
        description:
          "Sait ce que les appareils coûtent à la planète, les choisit bien et efface les données avant de les donner.",
        criteria: "Suivez des séances sur le numérique durable et dites ce que vous avez changé.",
      },
      en: {
        name: "IT that lasts",
        description:
          "Knows what devices cost the earth, chooses them well and wipes data before they go.",
        criteria: "Follow sessions on sustainable IT and tell what you changed at home or at work.",
      },
    },
    competences: [
      { framework: GREEN, code: "A1" },
      { framework: GREEN, code: "B1" },
      { framework: GREEN, code: "B2" },
      { framework: GREEN, code: "C3" },
    ],
    rules: [
      { kind: "attendance", minutes: 180, topic: "sustainable_it" },
      { kind: "evidence" },
      { kind: "mentor" },
    ],
  },
  {
    slug: "first-steps",
    state: "active",
    icon: "laptop",
    colour: "ochre",
    editions: {
      nl: {
        name: "Eerste stappen",
        description: "Zet een computer aan, vindt iets op en stuurt een bericht.",
        criteria: "Kom naar sessies. Meer is er niet nodig.",
      },
      fr: {
        name: "Premiers pas",
        description: "Allume un ordinateur, trouve une information et envoie un message.",
        criteria: "Venez aux séances. Rien de plus n’est demandé.",
      },
      en: {
        name: "First steps",
        description: "Starts a computer, finds something and sends a message.",
        criteria: "Come to sessions. Nothing more is needed.",
      },
    },
    competences: [
      { framework: "digcomp-2.2", code: "1.1", level: 2 },
      { framework: "digcomp-2.2", code: "2.1", level: 2 },
    ],
    rules: [{ kind: "attendance", minutes: 120 }],
  },
  {
    slug: "plan-a-project",
    state: "active",
    icon: "list",
    colour: "red",
    editions: {
      nl: {
        name: "Een project plannen",
        description:
          "Beschrijft een klein IT-project, schat tijd en geld, en zet de stappen op een rij.",
        criteria: "Maak een plan voor een echt project. Twee anderen die het leren, lezen het na.",
      },
      fr: {
        name: "Planifier un projet",
        description:
          "Décrit un petit projet informatique, estime le temps et le budget, et ordonne les étapes.",
        criteria:
          "Faites le plan d’un vrai projet. Deux autres personnes qui apprennent le relisent.",
      },
      en: {
        name: "Plan a project",
        description:
          "Describes a small IT project, estimates time and money, and puts the steps in order.",
        criteria: "Make a plan for a real project. Two others who learn it read it through.",
      },
    },
    competences: [
      { framework: IT, code: "A1" },
      { framework: IT, code: "A2" },
      { framework: IT, code: "A3" },
      { framework: IT, code: "A4" },
    ],
    rules: [{ kind: "evidence" }, { kind: "peers", needed: 2, asked: 3, level: "independent" }],
  },
  {
    slug: "short-rounds",
    state: "active",
    icon: "people",
    colour: "blue",
    editions: {
      nl: {
        name: "In korte rondes",
        description: "Werkt met een team in korte rondes, en past het plan aan na elke ronde.",
        criteria: "Doe mee aan drie rondes in een project en vertel wat je bijstuurde.",
      },
      fr: {
        name: "Par courtes étapes",
        description: "Travaille en équipe par courtes étapes, et adapte le plan après chacune.",
        criteria: "Participez à trois étapes d’un projet et dites ce que vous avez corrigé.",
      },
      en: {
        name: "In short rounds",
        description: "Works with a team in short rounds, and mends the plan after each.",
        criteria: "Take part in three rounds of a project and tell what you changed.",
      },
    },
    competences: [
      { framework: IT, code: "B2" },
      { framework: IT, code: "B3" },
      { framework: IT, code: "D1" },
    ],
    rules: [{ kind: "evidence" }, { kind: "mentor" }],
  },
  {
    slug: "lead-a-project",
    state: "pilot",
    icon: "flag",
    colour: "teal",
    validMonths: 60,
    editions: {
      nl: {
        name: "Een IT-project leiden",
        description:
          "Leidt een klein IT-project van begin tot eind, met zicht op risico’s, kwaliteit en voetafdruk.",
        criteria: "Heb de twee badges over projecten en leid een echt project. Een mentor zegt ja.",
      },
      fr: {
        name: "Mener un projet informatique",
        description:
          "Mène un petit projet informatique du début à la fin, avec ses risques, sa qualité et son empreinte.",
        criteria:
          "Ayez les deux badges sur les projets et menez un vrai projet. Un mentor dit oui.",
      },
    },
    competences: [
      { framework: IT, code: "B1", level: 2 },
      { framework: IT, code: "C1" },
      { framework: IT, code: "C2" },
      { framework: IT, code: "E1" },
    ],
    rules: [
      { kind: "badge", slug: "plan-a-project" },
      { kind: "badge", slug: "short-rounds" },
      { kind: "evidence" },
      { kind: "mentor" },
    ],
  },
  {
    slug: "across-the-border",
    state: "active",
    icon: "speak",
    colour: "red",
    editions: {
      nl: {
        name: "Over de grens",
        description: "Werkt samen met mensen uit een andere regio, in meer dan één taal.",
        criteria: "Kom naar sessies over taal en vertel met wie je samenwerkte.",
      },
      fr: {
        name: "Par-delà la frontière",
        description: "Travaille avec des personnes d’une autre région, en plus d’une langue.",
        criteria: "Venez à des séances de langue et dites avec qui vous avez travaillé.",
      },
      en: {
        name: "Across the border",
        description: "Works with people of another region, in more than one language.",
        criteria: "Come to sessions on language and tell with whom you worked.",
      },
    },
    competences: [{ framework: IT, code: "D5" }],
    rules: [
      { kind: "attendance", minutes: 120, topic: "language" },
      { kind: "evidence" },
      { kind: "mentor" },
    ],
  },
  {
    slug: "project-in-order",
    state: "active",
    icon: "book",
    colour: "ochre",
    editions: {
      nl: {
        name: "Een project op orde",
        description:
          "Bewaart plannen, afspraken en bestanden zo dat iedereen ze vindt, en volgt de regels die gelden.",
        criteria:
          "Toon hoe je alles van een echt project bewaarde, en welke regels je volgde. Iemand van het team kijkt mee.",
      },
      fr: {
        name: "Un projet bien tenu",
        description:
          "Garde les plans, les accords et les fichiers là où chacun les trouve, et suit les règles qui s’appliquent.",
        criteria:
          "Montrez comment vous avez tout gardé d’un vrai projet, et quelles règles vous avez suivies. Quelqu’un de l’équipe regarde avec vous.",
      },
      en: {
        name: "A project in order",
        description:
          "Keeps plans, agreements and files where everybody finds them, and follows the rules that apply.",
        criteria:
          "Show how you kept everything of a real project, and which rules you followed. Somebody of the team looks on.",
      },
    },
    competences: [
      { framework: IT, code: "B4" },
      { framework: IT, code: "C3" },
    ],
    rules: [{ kind: "evidence" }, { kind: "mentor" }],
  },
  {
    slug: "guide-a-team",
    state: "active",
    icon: "people",
    colour: "ochre",
    validMonths: 60,
    editions: {
      nl: {
        name: "Een team begeleiden",
        description:
          "Begeleidt een team, helpt bij een conflict en neemt mensen mee in een verandering.",
        criteria:
          "Heb eerst de badge “In korte rondes”. Vertel hoe je een team hielp toen het moeilijk ging. Een mentor zegt ja.",
      },
      fr: {
        name: "Accompagner une équipe",
        description:
          "Accompagne une équipe, aide lors d’un conflit et emmène les autres dans un changement.",
        criteria:
          "Ayez d’abord le badge «\u202fPar courtes étapes\u202f». Racontez comment vous avez aidé une équipe dans un moment difficile. Un mentor dit oui.",
      },
      en: {
        name: "Guide a team",
        description: "Guides a team, helps in a conflict and takes people along through a change.",
        criteria:
          "Have the badge “In short rounds” first. Tell how you helped a team when it was hard. A mentor says yes.",
      },
    },
    competences: [
      { framework: IT, code: "D2" },
      { framework: IT, code: "D3" },
      { framework: IT, code: "D4" },
    ],
    rules: [{ kind: "badge", slug: "short-rounds" }, { kind: "evidence" }, { kind: "mentor" }],
  },
  {
    slug: "light-services",
    state: "active",
    icon: "laptop",
    colour: "teal",
    validMonths: 36,
    editions: {
      nl: {
        name: "Licht digitaal",
        description:
          "Meet wat een toestel of een digitale dienst de aarde kost, en maakt de dienst lichter.",
        criteria:
          "Kom naar een sessie over duurzame IT. Meet iets, maak het lichter en toon de cijfers van voor en na.",
      },
      fr: {
        name: "Numérique léger",
        description:
          "Mesure ce qu’un appareil ou un service numérique coûte à la planète, et allège le service.",
        criteria:
          "Venez à une séance sur le numérique durable. Mesurez un service, allégez-le et montrez les chiffres d’avant et d’après.",
      },
      en: {
        name: "Light digital services",
        description:
          "Measures what a device or a digital service costs the earth, and makes the service lighter.",
        criteria:
          "Come to a session on sustainable IT. Measure something, make it lighter and show the figures of before and after.",
      },
    },
    competences: [
      { framework: GREEN, code: "A2" },
      { framework: GREEN, code: "D1" },
    ],
    rules: [
      { kind: "attendance", minutes: 120, topic: "sustainable_it" },
      { kind: "evidence" },
      { kind: "mentor" },
    ],
  },
  {
    slug: "for-everybody",
    state: "active",
    icon: "people",
    colour: "blue",
    editions: {
      nl: {
        name: "IT voor iedereen",
        description:
          "Maakt een dienst die ook werkt voor wie slecht ziet, weinig leest of een oude telefoon heeft.",
        criteria:
          "Laat twee mensen je dienst gebruiken en toon wat je daarna beter maakte. Twee anderen die het leren, kijken mee.",
      },
      fr: {
        name: "Le numérique pour tous",
        description:
          "Crée un service qui sert aussi à qui voit mal, lit peu ou a un vieux téléphone.",
        criteria:
          "Faites essayer votre service par deux personnes et montrez ce que vous avez amélioré. Deux autres personnes qui apprennent regardent avec vous.",
      },
      en: {
        name: "IT for everybody",
        description:
          "Makes a service that also works for those who see badly, read little or have an old phone.",
        criteria:
          "Have two people use your service, and show what you made better after it. Two others who learn it look on.",
      },
    },
    competences: [{ framework: GREEN, code: "D2" }],
    rules: [{ kind: "evidence" }, { kind: "peers", needed: 2, asked: 3, level: "independent" }],
  },
  {
    slug: "bring-others-along",
    state: "active",
    icon: "speak",
    colour: "teal",
    validMonths: 36,
    editions: {
      nl: {
        name: "Anderen meekrijgen",
        description:
          "Schrijft een beleid voor duurzame IT voor een huis of vereniging, en krijgt anderen mee.",
        criteria:
          "Heb eerst de badge “IT die meegaat”. Toon het beleid dat je schreef en vertel wie er nu naar handelt.",
      },
      fr: {
        name: "Entraîner les autres",
        description:
          "Écrit une politique de numérique durable pour une maison ou une association, et entraîne les autres.",
        criteria:
          "Ayez d’abord le badge «\u202fLe numérique qui dure\u202f». Montrez la politique que vous avez écrite et dites qui la suit aujourd’hui.",
      },
      en: {
        name: "Bring others along",
        description:
          "Writes a policy for sustainable IT for an organisation or a club, and brings others along.",
        criteria:
          "Have the badge “IT that lasts” first. Show the policy that you wrote, and tell who acts on it now.",
      },
    },
    competences: [
      { framework: GREEN, code: "E1" },
      { framework: GREEN, code: "E2" },
    ],
    rules: [{ kind: "badge", slug: "it-that-lasts" }, { kind: "evidence" }, { kind: "mentor" }],
  },
  {
    slug: "floppy-disks",
    state: "retired",
    icon: "book",
    colour: "ochre",
    editions: {
      nl: {
        name: "Oude bestanden",
        description: "Haalt bestanden van oude schijven.",
        criteria: "Kom naar een sessie.",
      },
      fr: {
        name: "Vieux fichiers",
        description: "Récupère des fichiers d’anciens disques.",
        criteria: "Venez à une séance.",
      },
      en: {
        name: "Old files",
        description: "Fetches files from old disks.",
        criteria: "Come to a session.",
      },
    },
    competences: [{ framework: "digcomp-2.2", code: "1.3" }],
    rules: [{ kind: "attendance", minutes: 60 }],
  },
];

/** The frameworks that come with the product, our maps, and badges in each state. */
export async function seedBadges(ctx: Context): Promise<void> {
  await loadBundledFrameworks(ctx);
  for (const { state, ...draft } of BADGES) {
    const parsed: ClassDraft = classDraft.parse(draft);
    await saveDraft(ctx, parsed);
    await publishBadge(ctx, parsed.slug, state === "retired" ? "active" : state);
    if (state === "retired") await retireBadge(ctx, parsed.slug, "repair");
  }
}
