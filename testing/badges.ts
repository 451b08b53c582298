import { randomUUID } from "node:crypto";
import type { CredentialInput } from "#lib/learning/badges/credentials/achievement.ts";

const ORIGIN = "https://trivium.example";

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
      { genre: "Attendance", label: "séances", count: 4, narrative: "8 heures en janvier et février 2026." },
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
