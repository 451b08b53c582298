/**
 * Towns that have another name across the language border. Whoever looks for Rijsel finds what stands in Lille.
 * Source of the names: the towns' own signs and the lists of exonyms of both language communities.
 */
const NAMES: string[][] = [
  ["ath", "aat"],
  ["bergen", "mons"],
  ["brugge", "bruges"],
  ["brussel", "bruxelles", "brussels"],
  ["comines", "komen"],
  ["dunkerque", "duinkerke", "dunkirk"],
  ["gent", "gand", "ghent"],
  ["ieper", "ypres"],
  ["kortrijk", "courtrai"],
  ["lessines", "lessen"],
  ["lille", "rijsel"],
  ["menen", "menin"],
  ["mouscron", "moeskroen"],
  ["oudenaarde", "audenarde"],
  ["poperinge", "poperinghe"],
  ["roeselare", "roulers"],
  ["ronse", "renaix"],
  ["roubaix", "robaais"],
  ["tourcoing", "toerkonje"],
  ["tournai", "doornik"],
  ["wervik", "wervicq"],
];

/** A town as it is compared: without accents, capitals and hyphens. */
export function plainTown(name: string): string {
  return name
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .replace(/[^a-z0-9]+/g, " ")
    .trim();
}

/** All names by which a town may be known here, as they are compared. */
export function namesOfTown(name: string): string[] {
  const plain = plainTown(name);
  return NAMES.find((names) => names.includes(plain)) ?? [plain];
}
