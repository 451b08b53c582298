import type { z } from "zod";
import type { Context } from "#lib/foundation/identity/context.ts";
import { publishBadge, retireBadge, saveDraft } from "#lib/learning/badges/classes/commands.ts";
import { type ClassDraft, classDraft } from "#lib/learning/badges/classes/schema.ts";
import { loadBundledFrameworks } from "#lib/learning/badges/competences/commands.ts";

type Draft = z.input<typeof classDraft>;

const IT = "it-project-management";
const GREEN = "sustainable-it";

/**
 * Invented badges on our two maps. Most can be earned; one is on trial, and one is no longer given.
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
      { framework: GREEN, code: "C1", level: 4 },
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
    if (state === "retired") await retireBadge(ctx, parsed.slug);
  }
}
