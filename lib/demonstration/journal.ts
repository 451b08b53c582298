import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { spacesByName } from "#lib/places/spaces/queries.ts";
import { beginJournal } from "#lib/practice/journal/beginning.ts";
import { publishJournal } from "#lib/practice/journal/commands.ts";
import type { EntryKind, PhaseKind } from "#lib/practice/journal/rules.ts";
import { addEntry } from "#lib/practice/journal/writing.ts";
import { colleague } from "./colleague.ts";
import { INVENTED } from "./practice-texts.ts";

const SPACE = "bibliotheek-ieper";

/**
 * How many days ago each phase was to begin and end, did begin and end, and what it was to cost.
 */
const PHASES: [PhaseKind, number, number, number, number | null, number][] = [
  ["need", 420, 380, 420, 371, 50_000],
  ["partners", 379, 330, 370, 325, 30_000],
  ["design", 329, 270, 324, 260, 450_000],
  ["build", 269, 170, 259, 140, 2_600_000],
  ["opening", 169, 140, 139, 125, 150_000],
  ["evaluation", 139, 1, 124, null, 80_000],
];

type Happened = {
  daysAgo: number;
  kind: EntryKind;
  words: string;
  reason?: string;
  cents?: number;
  who?: string;
};

const WAY: Record<PhaseKind, Happened[]> = {
  need: [
    {
      daysAgo: 415,
      kind: "task",
      words: "Vraag dertig mensen in de buurt wat ze online niet alleen doen.",
    },
    {
      daysAgo: 400,
      kind: "words",
      words: "Voor mijn doktersafspraak moet ik telkens mijn zoon bellen.",
      who: "een buurvrouw, 71",
    },
    { daysAgo: 385, kind: "cost", words: "Koffie en drukwerk voor de gesprekken", cents: 31_240 },
    {
      daysAgo: 375,
      kind: "decision",
      words: "De plaats komt in de bibliotheek: daar komt iedereen al.",
    },
    {
      daysAgo: 374,
      kind: "alternative",
      words: "Een lokaal in het stadhuis",
      reason: "Daar moet je eerst een nummer trekken. Mensen zeiden dat ze dan niet komen.",
    },
  ],
  partners: [
    { daysAgo: 360, kind: "task", words: "Zoek wie al helpt, en spreek af wie wanneer komt." },
    {
      daysAgo: 340,
      kind: "decision",
      words: "Drie verenigingen delen de openingsuren. Elk heeft een vaste dag.",
    },
    { daysAgo: 328, kind: "cost", words: "Twee vergaderingen met broodjes", cents: 28_600 },
  ],
  design: [
    {
      daysAgo: 310,
      kind: "task",
      words: "Laat iemand in een rolstoel de ruimte proberen voor je iets koopt.",
    },
    {
      daysAgo: 295,
      kind: "alternative",
      words: "Vaste computers langs de muur",
      reason: "Dan zit iedereen met de rug naar elkaar, en niemand helpt een ander.",
    },
    {
      daysAgo: 290,
      kind: "decision",
      words: "Ronde tafels van vier, met laptops die in een kast laden.",
    },
    { daysAgo: 262, kind: "cost", words: "Ontwerp en een proefopstelling", cents: 512_000 },
  ],
  build: [
    { daysAgo: 230, kind: "cost", words: "Stopcontacten in de vloer en licht", cents: 1_384_550 },
    { daysAgo: 200, kind: "note", words: "De vloer was ouder dan gedacht. Dat kostte een maand." },
    {
      daysAgo: 190,
      kind: "task",
      words: "Laat de vloer onderzoeken voor de aannemer een prijs maakt.",
    },
    { daysAgo: 160, kind: "cost", words: "Tafels, stoelen en acht laptops", cents: 1_541_900 },
  ],
  opening: [
    { daysAgo: 135, kind: "decision", words: "Twee weken stil open, zonder feest, om te oefenen." },
    { daysAgo: 130, kind: "task", words: "Nodig eerst uit wie in het begin meepraatte." },
    { daysAgo: 126, kind: "cost", words: "Drukwerk en een klein feest", cents: 118_075 },
    {
      daysAgo: 125,
      kind: "words",
      words: "Ik dacht dat het een cursus was. Het is gewoon een tafel.",
      who: "een bezoeker",
    },
  ],
  evaluation: [
    { daysAgo: 60, kind: "task", words: "Kijk na drie maanden wie niet komt, en vraag waarom." },
    { daysAgo: 50, kind: "decision", words: "Donderdag blijven we open tot acht uur." },
    { daysAgo: 45, kind: "cost", words: "Twee gesprekken met een onderzoeker", cents: 42_000 },
  ],
};

/** One invented journal of a real place, from the need until after the opening. */
export async function seedJournal(ctx: Context): Promise<void> {
  const own = (await spacesByName(ctx)).filter(({ slug }) => slug === SPACE).map(({ id }) => id);
  const author: Context = { ...ctx, actor: await colleague(ctx, "Godelieve", own), locale: "nl" };
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const ago = (days: number) => today.subtract({ days }).toString();
  const begun = {
    space: SPACE,
    language: "nl" as const,
    title: "Van een vraag tot een open deur",
    summary: `${INVENTED.nl} Hoe een hoek van een bibliotheek een plaats werd waar mensen elkaar online helpen.`,
  };
  const { slug } = await beginJournal(author, begun, {
    phases: PHASES.map(([kind, plannedFrom, plannedTo, actualFrom, actualTo, plannedCents]) => ({
      kind,
      plannedFrom: ago(plannedFrom),
      plannedTo: ago(plannedTo),
      actualFrom: ago(actualFrom),
      actualTo: actualTo === null ? null : ago(actualTo),
      plannedCents,
    })),
  });
  for (const [phase] of PHASES)
    for (const { daysAgo, kind, words, reason, cents, who } of WAY[phase])
      await addEntry(author, slug, {
        phase,
        kind,
        day: ago(daysAgo),
        words,
        isOpen: false,
        reason: reason ?? "",
        cents: cents ?? null,
        quotedAs: who ?? null,
        agreedOn: who ? ago(daysAgo) : null,
        visible: "public",
      });
  await publishJournal(author, slug);
}
