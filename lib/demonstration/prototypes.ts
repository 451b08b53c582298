import { and, eq, lte, sql } from "drizzle-orm";
import { bookings } from "#db/schema/booking.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Title } from "#lib/foundation/i18n/title.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { NETWORK_ZONE } from "#lib/foundation/platform/atoms.ts";
import { layoutsOfRoom } from "#lib/places/spaces/layouts.ts";
import { roomsOf, spacesByName } from "#lib/places/spaces/queries.ts";
import {
  beginPrototype,
  concludePrototype,
  savePrototype,
  startPrototype,
} from "#lib/practice/prototypes/commands.ts";
import type { FloorPlan } from "#lib/practice/prototypes/floor-plan.ts";
import { offerLayout } from "#lib/practice/prototypes/layouts.ts";
import { noteObservation } from "#lib/practice/prototypes/observations.ts";
import type { PrototypeForm } from "#lib/practice/prototypes/schema.ts";
import { addVariant } from "#lib/practice/prototypes/variants.ts";
import { colleague } from "./colleague.ts";
import { INVENTED } from "./practice-texts.ts";
import { HELP_CORNER, ISLANDS, ROWS } from "./prototype-plans.ts";

type Invented = {
  space: string;
  colleague: string;
  language: Locale;
  practice: string;
  title: string;
  hypothesis: string;
  setting: string;
  kit: PrototypeForm["kit"];
  begunDaysAgo: number;
  variants: { names: Title; words: string; plan: FloorPlan }[];
  /** How many days ago, in which variant, what. */
  seen: [daysAgo: number, variant: number, words: string][];
  verdict?: string;
};

const TRIED: Invented[] = [
  {
    space: "bibliotheek-ieper",
    colleague: "Veerle",
    language: "nl",
    practice: "de-keukentafel",
    title: "Eilanden in plaats van rijen",
    hypothesis:
      "Aan eilanden van vier helpen mensen elkaar vaker. We tellen hoe vaak iemand de begeleider roept, in tien sessies.",
    setting:
      "Vier tafels worden eilanden, met een stopcontact in het midden. Het scherm hangt opzij.",
    kit: [
      { kind: "laptop", quantity: 8 },
      { kind: "camera", quantity: 1 },
    ],
    begunDaysAgo: 70,
    variants: [
      {
        names: { nl: "Eilandtafels", fr: "Tables en îlots", en: "Island tables" },
        words: "Vier eilanden van vier plaatsen.",
        plan: ISLANDS,
      },
      {
        names: { nl: "Rijen", fr: "Rangées", en: "Rows" },
        words: "Zoals het was: vier rijen naar het scherm.",
        plan: ROWS,
      },
    ],
    seen: [
      [60, 2, "In rijen wacht iedereen op de begeleider. Wie achteraan zit, vraagt niets."],
      [45, 1, "Aan de eilanden legt men het elkaar uit. Het is luider, maar niemand klaagt."],
      [30, 1, "Met een rolstoel kom je tot aan elk eiland. In rijen bleef je bij de deur."],
    ],
    verdict:
      "De begeleider werd minder geroepen: negen keer in plaats van twintig. We houden de eilanden. Verzonnen cijfers.",
  },
  {
    space: "plaine-images",
    colleague: "Hugo",
    language: "fr",
    practice: "",
    title: "Un coin pour s’entraider",
    hypothesis:
      "Avec une table ronde à l’écart, les gens restent après la séance pour s’entraider. Nous comptons combien restent.",
    setting:
      "Une table ronde derrière une cloison basse, une table haute à l’entrée, un écran qu’on déplace.",
    kit: [{ kind: "laptop", quantity: 4 }],
    begunDaysAgo: 20,
    variants: [
      {
        names: { fr: "Coin d’entraide", nl: "Hoekje om te helpen", en: "Help corner" },
        words: "La cloison ne touche pas le passage.",
        plan: HELP_CORNER,
      },
    ],
    seen: [
      [8, 1, "Trois groupes sur cinq sont restés. La table haute sert surtout de porte-manteau."],
    ],
  },
];

/**
 * Two invented prototypes in real places: one that is done, with two variants, and one that runs.
 */
export async function seedPrototypes(ctx: Context): Promise<void> {
  for (const tried of TRIED) await seedPrototype(ctx, tried);
}

async function seedPrototype(ctx: Context, tried: Invented): Promise<void> {
  const { space, language, practice, title, hypothesis, setting, kit, variants, seen, verdict } =
    tried;
  const known = (await spacesByName(ctx)).filter((one) => one.slug === space);
  const actor = await colleague(
    ctx,
    tried.colleague,
    known.map(({ id }) => id),
  );
  const author: Context = { ...ctx, actor, locale: language };
  const today = ctx.now.toZonedDateTimeISO(NETWORK_ZONE).toPlainDate();
  const daysAgo = (days: number) => today.subtract({ days }).toString();
  const { slug } = await beginPrototype(author, { space, language, title, practice });
  const [room] = (await roomsOf(ctx, space)).filter(({ kind }) => kind === "room");
  await savePrototype(
    author,
    { slug, revision: 1 },
    {
      title,
      hypothesis: `${INVENTED[language]} ${hypothesis}`,
      setting,
      room: room?.id ?? null,
      practice,
      startsOn: daysAgo(tried.begunDaysAgo),
      endsOn: verdict ? daysAgo(10) : null,
      kit,
    },
  );
  const ids: string[] = [];
  for (const variant of variants) ids.push(await addVariant(author, slug, variant));
  await startPrototype(author, { slug, revision: 2 });
  for (const [days, variant, words] of seen)
    await noteObservation(author, {
      slug,
      day: daysAgo(days),
      variant: ids[variant - 1] ?? null,
      words,
    });
  if (!verdict) return;
  const kept = { verdict: "keep" as const, variant: ids[0] ?? "", words: verdict };
  await concludePrototype(author, { slug, revision: 3 }, kept);
  const [variant] = variants;
  if (!room || !variant) return;
  const drawn = variant.plan.objects.filter(({ kind }) => kind === "seat").length;
  const seats = Math.max(1, Math.min(drawn, room.capacity));
  await offerLayout(author, slug, { names: variant.names, seats });
  await setUpBookings(ctx, room.id, seats);
}

/** From tomorrow on, one group of the room finds it set up like that. */
async function setUpBookings(ctx: Context, roomId: string, seats: number): Promise<void> {
  const [layout] = await layoutsOfRoom(ctx, roomId);
  await ctx.db
    .update(bookings)
    .set({ layoutId: layout?.id })
    .where(
      and(
        eq(bookings.roomId, roomId),
        eq(bookings.purpose, "Café des langues"),
        lte(bookings.people, seats),
        sql`lower(${bookings.during}) > ${ctx.now.toString()}::timestamptz`,
      ),
    );
}
