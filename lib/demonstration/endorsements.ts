import { sql } from "drizzle-orm";
import { endorsementRequests } from "#db/schema/endorsements.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { newToken, sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { findBadge } from "#lib/learning/badges/classes/queries.ts";
import {
  recognise,
  refuse,
  withdrawEndorsement,
} from "#lib/learning/badges/endorsements/commands.ts";
import { addressHash } from "#lib/learning/badges/endorsements/rules.ts";
import {
  type Kind,
  type Region,
  type Scope,
  yes,
} from "#lib/learning/badges/endorsements/schema.ts";
import { demonstrationActor } from "./identity.ts";

type Partner = { name: string; domain: string; kind: Kind; region: Region; language: "nl" | "fr" };

/** Invented, and their names say so: no real organisation has recognised anything here. */
const PARTNERS = {
  leie: {
    name: "Opleidingshuis De Leie (verzonnen)",
    domain: "opleidingshuis-de-leie.example",
    kind: "training",
    region: "vlaanderen",
    language: "nl",
  },
  weefsel: {
    name: "Weefsel IT (verzonnen)",
    domain: "weefsel-it.example",
    kind: "employer",
    region: "vlaanderen",
    language: "nl",
  },
  lys: {
    name: "École du Numérique de la Lys (fictive)",
    domain: "ecole-de-la-lys.example",
    kind: "training",
    region: "hauts-de-france",
    language: "fr",
  },
  deule: {
    name: "Ateliers de la Deûle (fictifs)",
    domain: "ateliers-deule.example",
    kind: "employer",
    region: "hauts-de-france",
    language: "fr",
  },
  escaut: {
    name: "Centre de formation de l’Escaut (fictif)",
    domain: "formation-escaut.example",
    kind: "training",
    region: "wallonie",
    language: "fr",
  },
} as const satisfies Record<string, Partner>;

type Said = {
  by: keyof typeof PARTNERS;
  /** A badge by its slug; null for the network. */
  badge: string | null;
  comment: string;
  scopes: Scope[];
  hours?: number;
};

const SAID: Said[] = [
  {
    by: "leie",
    badge: "repair",
    comment: "Wie deze badge heeft, slaat bij ons de eerste drie lessen herstellen over.",
    scopes: ["exemption", "hours"],
    hours: 12,
  },
  {
    by: "lys",
    badge: "repair",
    comment: "Les personnes qui ont ce badge entrent directement dans notre atelier de réparation.",
    scopes: ["admission"],
  },
  {
    by: "deule",
    badge: "plan-a-project",
    comment: "Nous invitons à un entretien toute personne qui a ce badge et postule chez nous.",
    scopes: ["interview"],
  },
  {
    by: "weefsel",
    badge: "short-rounds",
    comment: "Zo werken onze teams ook. Met deze badge krijg je zeker een gesprek.",
    scopes: ["interview"],
  },
  {
    by: "escaut",
    badge: "it-that-lasts",
    comment: "Ce badge compte pour le module «\u202fsobriété numérique\u202f» de notre formation.",
    scopes: ["exemption", "hours"],
    hours: 8,
  },
  {
    by: "escaut",
    badge: null,
    comment: "Nous connaissons la façon de travailler du réseau, des deux côtés de la frontière.",
    scopes: ["admission"],
  },
];

/** The organisation of whoever signs in to the demonstration as partner. */
const SIGNED_IN_PARTNER: Partner & { address: string } = {
  name: "Leie–Lys IT (demonstration)",
  domain: "trivium.test",
  kind: "employer",
  region: "hauts-de-france",
  language: "fr",
  address: "partner@trivium.test",
};

/**
 * What invented partners of three regions said of badges: yes, no, taken back, and one that waits
 * for the partner who signs in.
 */
export async function seedEndorsements(ctx: Context): Promise<void> {
  const visitor: Context = { ...ctx, actor: { kind: "visitor" } };
  for (const said of SAID)
    await acceptRequest(visitor, said, await ask(ctx, said.badge, PARTNERS[said.by]));
  await acceptAndWithdraw(ctx, visitor);
  await refuse(visitor, {
    token: await ask(ctx, "across-the-border", PARTNERS.leie),
    request: "",
    reason: "Onze cursussen vragen een taaltest.",
  });
  await ask(ctx, "lead-a-project", SIGNED_IN_PARTNER);
  // Nobody is at these addresses: what would be mailed to them is not.
  await ctx.db.execute(
    sql`delete from outbox_message where template = 'endorsement-receipt' and to_email like '%.example'`,
  );
}

async function acceptAndWithdraw(ctx: Context, visitor: Context): Promise<void> {
  const { id } = await acceptRequest(
    visitor,
    { comment: "Voor onze stagiairs.", scopes: ["interview"] },
    await ask(ctx, "first-steps", PARTNERS.weefsel),
  );
  const network: Context = { ...ctx, actor: { kind: "system", name: "demonstration" } };
  await withdrawEndorsement(network, {
    id,
    token: "",
    reason: "Het bedrijf neemt geen stagiairs meer.",
  });
}

/** @param token of the link by which the partner was asked */
function acceptRequest(
  visitor: Context,
  { comment, scopes, hours }: Pick<Said, "comment" | "scopes" | "hours">,
  token: string,
) {
  const answer = yes.parse({
    token,
    comment,
    scopes,
    hours: hours ? String(hours) : "",
    signerName: "–",
    signerRole: "–",
    mandate: "on",
  });
  return recognise(visitor, answer);
}

/** As staff of a space ask, without the mail. @returns the token of the link */
async function ask(
  ctx: Context,
  badge: string | null,
  partner: Partner & { address?: string },
): Promise<string> {
  const { name: organisation, domain, kind, region, language } = partner;
  const staff = await demonstrationActor(ctx.db, "facilitator");
  const address = partner.address ?? `badges@${domain}`;
  const token = newToken();
  const classId = badge ? ((await findBadge(ctx, badge))?.id ?? null) : null;
  await ctx.db.insert(endorsementRequests).values({
    subject: classId ? "class" : "issuer",
    classId,
    organisation,
    kind,
    region,
    language,
    message: "",
    address,
    addressHash: addressHash(address),
    domain,
    tokenHash: sha256(token),
    askedBy: staff.personId,
    spaceId: staff.roles.find(({ spaceId }) => spaceId)?.spaceId ?? null,
    createdAt: ctx.now,
    expiresAt: ctx.now.add({ hours: 30 * 24 }),
  });
  return token;
}
