import { searchedText } from "#lib/foundation/platform/text/searched-text.ts";

/**
 * Towns that have another name across the language border. Whoever looks for Rijsel finds what
 * stands in Lille. Source of the names: the towns' own signs and the lists of exonyms of both
 * language communities.
 */
const NAMES: string[][] = [
  ["armentieres", "armentiers"],
  ["arras", "atrecht"],
  ["ath", "aat"],
  ["bailleul", "belle"],
  ["bergen", "mons"],
  ["brugge", "bruges"],
  ["brussel", "bruxelles", "brussels"],
  ["calais", "kales"],
  ["cambrai", "kamerijk"],
  ["comines", "komen"],
  ["diksmuide", "dixmude"],
  ["dottignies", "dottenijs"],
  ["douai", "dowaai"],
  ["dunkerque", "duinkerke", "dunkirk"],
  ["enghien", "edingen"],
  ["gent", "gand", "ghent"],
  ["halluin", "halewijn"],
  ["hazebrouck", "hazebroek"],
  ["ieper", "ypres"],
  ["kortrijk", "courtrai"],
  ["langemark", "langemarck"],
  ["lessines", "lessen"],
  ["liege", "luik"],
  ["lille", "rijsel"],
  ["menen", "menin"],
  ["mouscron", "moeskroen"],
  ["namur", "namen"],
  ["nieuwpoort", "nieuport"],
  ["oostende", "ostende", "ostend"],
  ["oudenaarde", "audenarde"],
  ["poperinge", "poperinghe"],
  ["roeselare", "roulers"],
  ["roncq", "ronk"],
  ["ronse", "renaix"],
  ["roubaix", "robaais"],
  ["saint omer", "st omer", "sint omaars"],
  ["tourcoing", "toerkonje"],
  ["tournai", "doornik"],
  ["valenciennes", "valencijn"],
  ["veurne", "furnes"],
  ["wattrelos", "waterlo"],
  ["wervik", "wervicq"],
];

/**
 * All names by which a town may be known here, as they are compared; whoever asks for a part of a
 * joined name means it too.
 */
export function namesOfTown(name: string): string[] {
  const asked = searchedText(name);
  return NAMES.find((names) => names.includes(asked)) ?? [asked];
}

/** Whether a town is known by this name: "Komen" is Comines-Warneton too. */
export function isTown(city: string, name: string): boolean {
  const known = ` ${searchedText(city)} `;
  return namesOfTown(name).some((one) => one !== "" && known.includes(` ${one} `));
}
