import type { Context } from "#lib/foundation/identity/context.ts";
import {
  addCollection,
  fillCollection,
  importBadge,
} from "#lib/learning/badges/backpack/commands.ts";
import { CREDENTIALS_V2, OPEN_BADGES } from "#lib/learning/badges/credentials/contexts.ts";
import { signedMoment } from "#lib/learning/badges/credentials/credential.ts";
import { newKey } from "#lib/learning/badges/credentials/keys.ts";
import { credentialsOf } from "#lib/learning/badges/credentials/queries.ts";
import { signDocument } from "#lib/learning/badges/credentials/signing.ts";
import { demonstrationActor } from "./identity.ts";

const SCHOOL = "École du Numérique de la Lys (fictive)";
const DAYS_AGO = 120;

/**
 * The learner who signs in has a badge of another issuer as well, and shows it in a group with one
 * of the network. The school is invented, and so its key is its name: nothing is asked of anybody.
 */
export async function seedBackpack(ctx: Context): Promise<void> {
  const learner = await demonstrationActor(ctx.db, "learner");
  const own: Context = { ...ctx, actor: learner };
  const { id: imported } = await importBadge(own, JSON.stringify(await badgeOfSchool(ctx.now)));
  const { id } = await addCollection(own, "Voor mijn sollicitaties");
  const [first] = await credentialsOf(ctx, learner.personId);
  await fillCollection(own, id, [imported, ...(first ? [first.id] : [])]);
}

async function badgeOfSchool(now: Temporal.Instant): Promise<JsonObject> {
  const { fragment, privateJwk } = await newKey("Ed25519");
  const did = `did:key:${fragment}`;
  const at = now.subtract({ hours: DAYS_AGO * 24 });
  const badge = {
    "@context": [CREDENTIALS_V2, OPEN_BADGES],
    id: "urn:uuid:6d0f5a52-6f0a-4b8e-9a3c-2f4f0d7b7c11",
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: "Tableur, premiers calculs",
    issuer: { id: did, type: ["Profile"], name: SCHOOL },
    validFrom: signedMoment(at),
    credentialSubject: {
      id: "urn:uuid:0b0f7c1e-4c55-4f6e-8f2c-93f6b1c9a0de",
      type: ["AchievementSubject"],
      achievement: {
        id: "urn:uuid:b7a9c5b2-5d1f-4f53-8a57-1b6cf0e5a7d4",
        type: ["Achievement"],
        name: "Tableur, premiers calculs",
        description: "Fait une liste, une somme et un graphique dans un tableur.",
        criteria: { narrative: "Suivre deux matinées et faire le budget d’une fête." },
        achievementType: "Badge",
        inLanguage: "fr",
      },
    },
  };
  return signDocument(badge, { id: `${did}#${fragment}`, privateJwk }, { at });
}
