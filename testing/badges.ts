import { randomUUID } from "node:crypto";
import {
  type CredentialInput,
  credentialInput,
} from "#lib/learning/badges/credentials/achievement.ts";
import { issuerDid, statusListAddress } from "#lib/learning/badges/credentials/addresses.ts";
import { unsignedCredential } from "#lib/learning/badges/credentials/credential.ts";
import { didDocument } from "#lib/learning/badges/credentials/did-document.ts";
import { newKey, type PublicKey, publicHalf } from "#lib/learning/badges/credentials/keys.ts";
import {
  type DocumentKey,
  signDocument,
  signJwt,
} from "#lib/learning/badges/credentials/signing.ts";
import { signedList } from "#lib/learning/badges/credentials/status-lists.ts";
import type { Answer, Fetch } from "#lib/learning/badges/verification/fetching.ts";

export const ORIGIN = "https://trivium.example";
export const AT = Temporal.Instant.from("2026-03-02T06:00:00Z");

/** A badge as the awards hand it over, with everything that one can have. */
export function givenAward(
  { personId, spaceId }: { personId: string; spaceId: string },
  change: Partial<CredentialInput> = {},
): CredentialInput {
  return {
    awardId: randomUUID(),
    achievement: {
      id: `${ORIGIN}/badges/classes/repair/1/fr`,
      version: "1",
      language: "fr",
      name: "Réparer",
      description: "Ouvre un appareil sans danger, trouve la panne et dit ce qui a été fait.",
      criteria: {
        narrative: "Venir à **4 séances** et réparer un appareil.",
        url: `${ORIGIN}/fr/badges/repair`,
      },
      achievementType: "Badge",
      tags: ["réparation"],
      competences: [
        {
          name: "Résoudre des problèmes techniques",
          url: "http://data.europa.eu/esco/skill/14832d87-2f2f-4895-b290-e4760ebae42a",
          code: "5.1",
          framework: "DigComp 2.2",
          level: "Niveau 4",
          targetType: "ext:DigComp",
        },
      ],
      related: [
        { id: `${ORIGIN}/badges/classes/repair/1/nl`, language: "nl", version: "1" },
        { id: `${ORIGIN}/badges/classes/repair/1/en`, language: "en", version: "1" },
      ],
      image: {
        url: `${ORIGIN}/badges/classes/repair/1/image.svg`,
        caption: "Une clé à molette",
        svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 120"><circle cx="60" cy="60" r="56" fill="#0b5d57"/></svg>',
      },
    },
    recipient: { personId, identifier: `urn:uuid:${randomUUID()}` },
    source: {
      spaceId,
      id: `${ORIGIN}/spaces/hangar-k`,
      name: "Hangar K",
      url: `${ORIGIN}/fr/spaces/hangar-k`,
    },
    awardedAt: Temporal.Instant.from("2026-03-01T10:00:00.5Z"),
    evidence: [
      {
        genre: "Attendance",
        label: "séances",
        count: 4,
        narrative: "8 heures en janvier et février 2026.",
      },
      { genre: "PeerReview", label: "pairs", count: 2, narrative: "Deux pairs ont vu le travail." },
    ],
    level: {
      name: "Autonomie",
      levels: [
        { key: "guided", name: "Avec de l’aide" },
        { key: "alone", name: "Sans aide" },
      ],
      achieved: "alone",
    },
    ...change,
  };
}

/**
 * A network that issues badges, without a database: its documents are found by `fetch`, and what is
 * asked for is noted.
 */
export async function givenIssuer(origin = ORIGIN) {
  const did = issuerDid(origin);
  const listId = randomUUID();
  const published: PublicKey[] = [];
  const asked: string[] = [];
  const answers = new Map<string, Answer>();
  const put = (url: string, text: string | Uint8Array, type = "application/json") =>
    answers.set(url, { is: "found", url, type, bytes: Buffer.from(text) });

  const issuer = {
    did,
    listId,
    listAddress: statusListAddress(origin, listId),
    didAddress: `${origin}/.well-known/did.json`,
    documents: new DocumentKeys(),
    asked,
    answers,
    put,
    fetch: (async (url) => {
      asked.push(url);
      return answers.get(url) ?? { is: "unreachable" };
    }) satisfies Fetch as Fetch,

    /** New keys sign from now on; those before stay published. */
    async rotate() {
      for (const key of published) key.retiredAt = AT.toString();
      for (const algorithm of ["Ed25519", "ES256"] as const) {
        const { fragment, privateJwk } = await newKey(algorithm);
        issuer.documents[algorithm] = { id: `${did}#${fragment}`, privateJwk };
        const publicJwk = publicHalf(privateJwk);
        published.push({
          id: fragment,
          algorithm,
          fragment,
          publicJwk,
          createdAt: AT.toString(),
          retiredAt: null,
          distrustedAt: null,
        });
      }
      put(issuer.didAddress, JSON.stringify(didDocument(origin, published)));
    },

    async revoke(...positions: number[]) {
      const key = issuer.documents.Ed25519;
      put(issuer.listAddress, await signedList(listId, positions, { key, at: AT, origin }));
    },

    unsigned(change: Partial<CredentialInput> = {}, position = 5): JsonObject {
      const award = givenAward({ personId: randomUUID(), spaceId: randomUUID() }, change);
      const status = { listId, position };
      return unsignedCredential(credentialInput.parse(award), { id: randomUUID(), origin, status });
    },

    sign: (credential: JsonObject, more?: ReadonlyMap<string, JsonObject>) =>
      signDocument(credential, issuer.documents.Ed25519, { at: AT, more }),

    badge: (change: Partial<CredentialInput> = {}, position = 5) =>
      issuer.sign(issuer.unsigned(change, position)),

    token: (change: Partial<CredentialInput> = {}) =>
      signJwt(issuer.unsigned(change), issuer.documents.ES256),
  };
  await issuer.rotate();
  await issuer.revoke();
  return issuer;
}

class DocumentKeys {
  Ed25519: DocumentKey = { id: "", privateJwk: {} };
  ES256: DocumentKey = { id: "", privateJwk: {} };
}
