/** Neither 0 and O nor 1, I and L: nobody has to guess what the paper says. */
export const CARD_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
export const CARD_LENGTH = 12;
/** Of cards printed before: they go on opening. */
const OLD_CARD_LENGTH = 8;

/**
 * As people type it: small letters, spaces and dashes are fine. Null when it cannot be a card's
 * code.
 */
export function cardCodeFrom(typed: string): string | null {
  const code = bare(typed);
  const isOfLength = code.length === CARD_LENGTH || isOldCardCode(code);
  return isOfLength && [...code].every((sign) => CARD_ALPHABET.includes(sign)) ? code : null;
}

/** Whether a card's code is of the shorter kind, which more people could guess. */
export function isOldCardCode(code: string): boolean {
  return code.length === OLD_CARD_LENGTH;
}

/** Without what people put between the signs. */
export function bare(typed: string): string {
  return typed.toUpperCase().replace(/[\s\p{Pd}.]/gu, "");
}
