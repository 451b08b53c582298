import { and, inArray, sql } from "drizzle-orm";
import { organisations, people, roleAssignments } from "#db/schema/identity.ts";
import { organisationInvitations } from "#db/schema/partners.ts";
import { spaces } from "#db/schema/spaces.ts";
import { MADE_UP } from "#lib/foundation/i18n/source-name.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { addActor } from "#lib/places/actors/commands.ts";
import { actorForm } from "#lib/places/actors/schema.ts";
import { setContact } from "#lib/places/partners/contact.ts";
import { acceptInvitation } from "#lib/places/partners/invitations.ts";
import { demonstrationActor } from "./identity.ts";

/**
 * Invented, and their names say so; those who recognise badges have the same names and domains
 * (endorsements.ts).
 */
const HOMES = [
  {
    name: "Opleidingshuis De Leie (verzonnen)",
    country: "BE",
    domain: "opleidingshuis-de-leie.example",
    language: "nl",
    member: { account: "manager", countries: ["BE"] },
    place: { region: "vlaanderen", city: "Kortrijk", position: "50.8279, 3.2646" },
    does: {
      does_nl: "Geeft lessen aan wie werk zoekt, in plekken van het netwerk.",
      does_fr: "Donne des cours à qui cherche du travail, dans les lieux du réseau.",
      does_en: "Teaches people who look for work, in places of the network.",
    },
  },
  {
    name: "École du Numérique de la Lys (fictive)",
    country: "FR",
    domain: "ecole-de-la-lys.example",
    language: "fr",
    member: { account: "facilitator", countries: ["FR"] },
    place: { region: "hauts-de-france", city: "Lille", position: "50.6333, 3.0667" },
    does: {
      does_nl: "School voor wie met software wil werken.",
      does_fr: "École pour qui veut travailler dans le logiciel.",
      does_en: "A school for who wants to work with software.",
    },
  },
] as const;

/**
 * Two organisations that work together across the border, with a member each who agreed to be
 * named, and one that is invited.
 */
export async function seedPartners(ctx: Context): Promise<void> {
  const ids: string[] = [];
  for (const home of HOMES) {
    const id = await seedHome(ctx, home);
    ids.push(id);
    await nameMember(ctx, id, home.member);
  }
  const [leie = "", lys = ""] = ids;
  await seedInvitations(ctx, leie, lys);
}

type Home = (typeof HOMES)[number];

/** An organisation with its page among those of the network, and who is written to there. */
async function seedHome(
  ctx: Context,
  { name, country, domain, language, place, does }: Home,
): Promise<string> {
  const today = ctx.now.toZonedDateTimeISO("Europe/Brussels").toPlainDate().toString();
  const [home] = await ctx.db.insert(organisations).values({ name, country }).returning();
  if (!home) throw new Error("no organisation was written");
  const { slug } = await addActor(
    ctx,
    actorForm.parse({
      ...{
        name,
        kind: "school",
        fields: ["it", "learning"],
        activity: "regular",
        precision: "locality",
      },
      ...{ languages: [language], source: MADE_UP, factsOn: today },
      ...{ isInvented: "on", organisationId: home.id, ...place, ...does },
    }),
  );
  await setContact(ctx, { slug, address: `badges@${domain}`, language });
  return home.id;
}

/** Somebody of the demonstration who agreed to be named on its page. */
async function nameMember(
  ctx: Context,
  organisationId: string,
  { account, countries }: Home["member"],
): Promise<void> {
  await ctx.db
    .update(roleAssignments)
    .set({ organisationId, shownSince: ctx.now })
    .where(
      and(
        sql`${roleAssignments.personId} = (select id from ${people} where email = ${`${account}@trivium.test`})`,
        inArray(
          roleAssignments.spaceId,
          ctx.db
            .select({ id: spaces.id })
            .from(spaces)
            .where(inArray(spaces.country, [...countries])),
        ),
      ),
    );
}

/** One that the other home accepts, and one that waits for an answer. */
async function seedInvitations(ctx: Context, leie: string, lys: string): Promise<void> {
  const { personId } = await demonstrationActor(ctx.db, "manager");
  const token = newToken();
  const asked = {
    organisationId: leie,
    language: "fr",
    askedBy: personId,
    createdAt: ctx.now,
    expiresAt: ctx.now.add({ hours: 30 * 24 }),
  };
  await ctx.db.insert(organisationInvitations).values([
    {
      ...asked,
      partnerId: lys,
      name: HOMES[1].name,
      address: `badges@${HOMES[1].domain}`,
      tokenHash: sha256(token),
    },
    {
      ...asked,
      name: "Centre de formation de l’Escaut (fictif)",
      message: "Nous cherchons une école à Tournai.",
      address: "badges@formation-escaut.example",
      tokenHash: sha256(newToken()),
    },
  ]);
  await acceptInvitation(
    { ...ctx, actor: { kind: "visitor" } },
    { token, name: "", country: "FR", mandate: "on" },
  );
  // The manager of the demonstration begins with an empty mailbox.
  await ctx.db.execute(
    sql`delete from outbox_message where template = 'organisation-invitation-answered' and person_id = ${personId}`,
  );
}
