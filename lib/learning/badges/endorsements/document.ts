import { SEMICOLON } from "#lib/foundation/i18n/colon.ts";
import type { Locale } from "#lib/foundation/i18n/locales.ts";
import { translator } from "#lib/foundation/i18n/translator.ts";
import { endorsementAddress, endorserDid, statusListAddress } from "../credentials/addresses.ts";
import { CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS } from "../credentials/contexts.ts";
import { type StatusPlace, signedMoment } from "../credentials/credential.ts";
import type { Scope } from "./schema.ts";

const SCHEMA =
  "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_endorsementcredential_schema.json";

export type Statement = {
  id: string;
  endorser: { id: string; name: string; domain: string };
  /** Absolute address of the badge, somebody's badge or the issuer. */
  about: string;
  aboutName: string;
  language: Locale;
  comment: string;
  scopes: readonly Scope[];
  hours: number | null;
};

/** What it is good for, in words: `exemption from a part; 12 hours`. */
export function scopeWords(
  locale: Locale,
  { scopes, hours }: Pick<Statement, "scopes" | "hours">,
): string {
  const t = translator(locale, "endorsements");
  return scopes.map((scope) => t(`scope.${scope}`, { hours: hours ?? 0 })).join(SEMICOLON[locale]);
}

/**
 * The statement as it will be signed: an EndorsementCredential of Open Badges 3.0. It is of the
 * organisation, and says itself how much of that is proven.
 *
 * @returns a new object without a proof
 */
export function unsignedEndorsement(
  { id, endorser, about, aboutName, language, comment, scopes, hours }: Statement,
  { origin, status, at }: { origin: string; status: StatusPlace; at: Temporal.Instant },
): JsonObject {
  const t = translator(language, "endorsements");
  const list = statusListAddress(origin, status.listId);
  const proven = t("signed.proven", { domain: endorser.domain });
  return {
    "@context": [CREDENTIALS_V2, OPEN_BADGES, OPEN_BADGES_EXTENSIONS],
    id: endorsementAddress(origin, id),
    type: ["VerifiableCredential", "EndorsementCredential"],
    name: t("signed.name", { organisation: endorser.name, subject: aboutName }),
    description: proven,
    issuer: {
      id: endorserDid(origin, endorser.id),
      type: ["Profile"],
      name: endorser.name,
      description: proven,
    },
    validFrom: signedMoment(at),
    credentialSubject: {
      id: about,
      type: ["EndorsementSubject"],
      endorsementComment: `${comment}\n\n${t("signed.scope", { scope: scopeWords(language, { scopes, hours }) })}\n\n${proven}`,
    },
    credentialSchema: [{ id: SCHEMA, type: "1EdTechJsonSchemaValidator2019" }],
    credentialStatus: {
      id: `${list}#${status.position}`,
      type: "BitstringStatusListEntry",
      statusPurpose: "revocation",
      statusListIndex: String(status.position),
      statusListCredential: list,
    },
  };
}
