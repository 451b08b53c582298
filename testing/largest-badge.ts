import { CREDENTIALS_V2, OPEN_BADGES } from "#lib/learning/badges/credentials/contexts.ts";
import { jsonFault } from "#lib/learning/badges/verification/json.ts";

/** A badge with so many of one thing. */
type Made = (count: number) => JsonObject;

/** A badge that nobody signed, with more about what it is for, or about itself. */
export const badgeOf = (achievement: JsonObject, more: JsonObject = {}): JsonObject => ({
  "@context": [CREDENTIALS_V2, OPEN_BADGES],
  id: "urn:uuid:00000000-0000-4000-8000-000000000001",
  type: ["VerifiableCredential", "OpenBadgeCredential"],
  issuer: { id: "did:web:badges.example", type: "Profile", name: "Somebody" },
  validFrom: "2026-01-01T00:00:00Z",
  credentialSubject: {
    type: "AchievementSubject",
    id: "did:key:somebody",
    achievement: {
      id: "urn:uuid:00000000-0000-4000-8000-000000000002",
      type: "Achievement",
      name: "Repairs",
      description: "Repairs what is broken",
      criteria: { narrative: "Somebody saw it" },
      ...achievement,
    },
  },
  ...more,
});

const many = (count: number, thing: (at: number) => JsonObject) =>
  Array.from({ length: count }, (_, at) => thing(at));

/** Badges that have many of one thing, by what that is. */
export const SHAPES: [string, Made][] = [
  [
    "competences",
    (count) =>
      badgeOf({
        alignment: many(count, (at) => ({
          type: ["Alignment"],
          targetName: `Name ${at}`,
          targetUrl: `https://badges.example/${at}`,
        })),
      }),
  ],
  [
    "evidence with addresses",
    (count) =>
      badgeOf(
        {},
        { evidence: many(count, (at) => ({ type: "Evidence", id: `urn:evidence:${at}` })) },
      ),
  ],
  [
    "evidence that differs in its text alone",
    (count) =>
      badgeOf({}, { evidence: many(count, (at) => ({ type: "Evidence", narrative: `${at}` })) }),
  ],
  [
    "endorsements",
    (count) =>
      badgeOf(
        {},
        {
          endorsement: many(count, (at) => ({
            ...badgeOf({}),
            id: `urn:endorsement:${at}`,
            type: ["VerifiableCredential", "EndorsementCredential"],
          })),
        },
      ),
  ],
];

/** A badge of this shape with as many the thing as a badge may have. */
export function largest(made: Made): { document: JsonObject; count: number } {
  const isRead = (count: number) => jsonFault(JSON.stringify(made(count))) === null;
  let [low, high] = [1, 2_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isRead(middle)) low = middle;
    else high = middle;
  }
  return { document: made(low), count: low };
}
