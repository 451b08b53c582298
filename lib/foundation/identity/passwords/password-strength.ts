import type { ZxcvbnFactory } from "@zxcvbn-ts/core";

/**
 * Guesses that somebody needs who knows what people choose: as many as keep a stolen table of slow
 * hashes shut for years.
 */
const GUESSES_LOG10 = 10;
/** Shorter parts of a name or address stand in too many good passwords. */
const MIN_WORD = 4;
/**
 * Signs that are measured: what comes after makes a password no weaker, and measuring grows with
 * the square of the length.
 */
const MEASURED = 40;

export type WeakPassword =
  | { code: "identity.password_about_you" }
  | { code: "identity.password_common" };

/**
 * Why a password is refused, or null. It is measured against the lists of the passwords people use
 * most, words and names in English, French and Dutch, rows of a keyboard, dates, repetitions and
 * the usual replacements of letters.
 *
 * @param about what is known of its owner and of the network: names, addresses, spaces
 * @see NIST SP 800-63B, section 3.1.1.2 (blocklists and context-specific words)
 */
export async function weaknessOf(
  password: string,
  about: readonly string[],
): Promise<WeakPassword | null> {
  const words = contextWords(about);
  const plain = folded(password);
  if (words.some((word) => plain.includes(word))) return { code: "identity.password_about_you" };
  estimator ??= madeEstimator();
  const { guessesLog10 } = (await estimator).check(password.slice(0, MEASURED), words);
  return guessesLog10 < GUESSES_LOG10 ? { code: "identity.password_common" } : null;
}

/**
 * Parts of names and addresses, folded: "Lien Peeters" and "lien.peeters@fabriek.be" give lien,
 * peeters, fabriek.
 */
export function contextWords(about: readonly string[]): string[] {
  const parts = about.map((text) => text.split(/[^\p{L}\p{N}\p{M}]+/u));
  const words = parts.flatMap((some) => [...some, some.join("")]).map(folded);
  return [...new Set(words)].filter((word) => word.length >= MIN_WORD);
}

/**
 * In small letters and without accents; digits and signs that stand for letters are those letters.
 */
function folded(text: string): string {
  return text
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .replace(/[013457@$!]/g, (sign) => LOOKALIKES[sign] ?? sign);
}

const LOOKALIKES: Record<string, string> = {
  "0": "o",
  "1": "i",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "@": "a",
  $: "s",
  "!": "i",
};

let estimator: Promise<ZxcvbnFactory> | undefined;

/** The lists weigh some twenty megabytes: they are read when somebody first chooses a password. */
async function madeEstimator(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, en, fr, nl] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
    import("@zxcvbn-ts/language-en"),
    import("@zxcvbn-ts/language-fr"),
    import("@zxcvbn-ts/language-nl-be"),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...en.dictionary, ...fr.dictionary, ...nl.dictionary },
    graphs: common.adjacencyGraphs,
  });
}
