import { searchedText } from "#lib/platform/searched-text.ts";

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

/** All names by which a town may be known here, as they are compared; whoever asks for a part of a joined name means it too. */
export function namesOfTown(name: string): string[] {
  const asked = searchedText(name);
  return NAMES.find((names) => names.includes(asked)) ?? [asked];
}

/** Whether a town is known by this name: "Komen" is Comines-Warneton too. */
export function isTown(city: string, name: string): boolean {
  const known = ` ${searchedText(city)} `;
  return namesOfTown(name).some((one) => one !== "" && known.includes(` ${one} `));
}
