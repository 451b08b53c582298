import { LOCALES, type Locale } from "#lib/foundation/i18n/locales.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { DomainError, orNothing } from "#lib/foundation/platform/errors/errors.ts";
import { sha256 } from "#lib/foundation/platform/secrets/hash.ts";
import { settings } from "#lib/foundation/platform/settings/settings.ts";
import { versionAddress } from "../classes/achievement.ts";
import { listBadges } from "../classes/queries.ts";
import { type BadgeClass, editionIn } from "../classes/rules.ts";
import { credentialAddress, endorserDid, issuerDid } from "../credentials/addresses.ts";
import { ISSUER_NAME } from "../credentials/credential.ts";
import { signingKeys } from "../credentials/keys.ts";
import { credentialsInUse } from "../credentials/queries.ts";
import { signDocument } from "../credentials/signing.ts";
import { openStatusList, takeStatusPlace } from "../credentials/status-lists.ts";
import { type Statement, unsignedEndorsement } from "./document.ts";

export type About = { subject: string; classId: string | null; credentialId: string | null };

/**
 * What something is that is recognised: its address as it is signed, and its name.
 *
 * @property versionId of a badge
 */
export type Named = {
  about: string;
  name: string;
  lang: Locale;
  slug: string | null;
  versionId: string | null;
};

/** @throws DomainError conflict for a badge that was withdrawn meanwhile */
export async function namedSubject(ctx: Context, about: About, language: Locale): Promise<Named> {
  return nameOf(about, language, await namesFor(ctx, [about]));
}

/** What many are about, asked for at once; null for a badge that is not there or was withdrawn. */
export async function namedSubjects(
  ctx: Context,
  abouts: readonly About[],
  language: Locale,
): Promise<(Named | null)[]> {
  const known = await namesFor(ctx, abouts);
  return Promise.all(
    abouts.map((about) => orNothing((async () => nameOf(about, language, known))())),
  );
}

type Known = {
  badges: ReadonlyMap<string, BadgeClass>;
  credentials: ReadonlyMap<string, { name: string; language: string | null }>;
};

/**
 * What names of subjects are taken from: the badges once, and all signed badges in one question.
 */
async function namesFor(ctx: Context, abouts: readonly About[]): Promise<Known> {
  const signed = abouts.flatMap(({ credentialId }) => credentialId ?? []);
  const needsBadges = abouts.some(({ classId }) => classId !== null);
  return {
    badges: new Map((needsBadges ? await listBadges(ctx) : []).map((badge) => [badge.id, badge])),
    credentials: await credentialsInUse(ctx, signed),
  };
}

function nameOf({ subject, classId, credentialId }: About, language: Locale, known: Known): Named {
  const origin = settings().publicUrl;
  if (subject === "issuer")
    return {
      about: issuerDid(origin),
      name: ISSUER_NAME,
      lang: language,
      slug: null,
      versionId: null,
    };
  if (credentialId) {
    const badge = known.credentials.get(credentialId);
    if (!badge) throw new DomainError("conflict", { code: "endorsements.badge_withdrawn" });
    const lang = LOCALES.find((one) => one === badge.language) ?? language;
    return {
      about: credentialAddress(origin, credentialId),
      name: badge.name,
      lang,
      slug: null,
      versionId: null,
    };
  }
  const badge = classId ? known.badges.get(classId) : undefined;
  if (!badge) throw new DomainError("not_found", { code: "badges.unknown" });
  const { name, lang } = editionIn(badge.version.editions, language);
  const { id: versionId } = badge.version;
  return { about: versionAddress(origin, badge, lang), name, lang, slug: badge.slug, versionId };
}

/**
 * Signs what an organisation said, with the key of now, at a free place of the status list. In the
 * caller's transaction.
 */
export async function signStatement(
  ctx: Context,
  request: About,
  said: Omit<Statement, "about" | "aboutName">,
): Promise<{
  signed: string;
  sha256: string;
  statusListId: string;
  statusPosition: number;
  versionId: string | null;
}> {
  const origin = settings().publicUrl;
  const { about, name, versionId } = await namedSubject(ctx, request, said.language);
  const listId = await openStatusList(ctx);
  const { Ed25519 } = await signingKeys(ctx);
  const status = await takeStatusPlace(ctx.db, listId);
  const statement = { ...said, about, aboutName: name };
  const unsigned = unsignedEndorsement(statement, { origin, status, at: ctx.now });
  const [, fragment] = Ed25519.id.split("#");
  const key = { ...Ed25519, id: `${endorserDid(origin, said.endorser.id)}#${fragment}` };
  const signed = JSON.stringify(await signDocument(unsigned, key, { at: ctx.now }));
  return {
    signed,
    sha256: sha256(signed),
    statusListId: listId,
    statusPosition: status.position,
    versionId,
  };
}
