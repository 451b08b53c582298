import { eq } from "drizzle-orm";
import { z } from "zod";
import { listedPlaces, placeClaims } from "#db/schema/places.ts";
import { isolated } from "#lib/foundation/i18n/isolate.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import type { Compose } from "#lib/foundation/platform/queues/outbox.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { addressOfSpace } from "#lib/places/spaces/queries.ts";
import type { ClaimState } from "./schema.ts";

const ofClaim = z.object({ claimId: z.uuid() });

/** What became of a claim, with the reason. It names the place, and nobody. */
export const composeClaimMail: Compose = async (db, { data, locale }) => {
  const { claimId } = ofClaim.parse(data);
  const [claim] = await db
    .select({
      state: placeClaims.state,
      answer: placeClaims.answer,
      placeId: listedPlaces.id,
      name: listedPlaces.name,
      spaceId: listedPlaces.spaceId,
    })
    .from(placeClaims)
    .innerJoin(listedPlaces, eq(listedPlaces.id, placeClaims.placeId))
    .where(eq(placeClaims.id, claimId));
  const state = claim?.state as ClaimState | undefined;
  if (!claim || (state !== "accepted" && state !== "refused" && state !== "overtaken")) return null;
  const t = translator(locale, "places");
  const slug = claim.spaceId && (await addressOfSpace({ db }, claim.spaceId));
  const page =
    state === "accepted" && slug ? `desk/place?space=${slug}` : `places/${claim.placeId}`;
  const subject = t(`mail.${state}.subject`, { place: isolated(claim.name) });
  return {
    subject,
    text: [
      subject,
      "",
      t(`mail.${state}.text`),
      ...(claim.answer ? ["", isolated(claim.answer)] : []),
      "",
      `${settings().publicUrl}/${locale}/${page}`,
      "",
      translator(locale, "booking")("mail.bye"),
    ].join("\n"),
  };
};
