import { randomInt } from "node:crypto";

/** Neither 0 and O nor 1, I and L: nobody has to guess what the paper says. */
export const CARD_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
const CARD_LENGTH = 12;
/** Of cards printed before: they go on opening. */
const OLD_CARD_LENGTH = 8;
const RECOVERY_LENGTH = 10;
export const RECOVERY_CODES = 10;

export function newCardCode(): string {
  return randomWord(CARD_LENGTH);
}

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => randomWord(RECOVERY_LENGTH));
}

/** A code of ten signs, always the same for one digest. @param hex a keyed hash */
export function codeFromDigest(hex: string): string {
  const bytes = [...Buffer.from(hex, "hex").subarray(0, RECOVERY_LENGTH)];
  return bytes.map((byte) => CARD_ALPHABET[byte % CARD_ALPHABET.length]).join("");
}

export function newSixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, "0");
}

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

/** "K7QM 3TXW 9HRA": groups of four are read and typed with fewer mistakes. */
export function inFours(code: string): string {
  return code.replace(/.{4}(?=.)/g, "$& ");
}

/** "K7QMR 3TXWB": two halves are read and typed with fewer mistakes. */
export function inHalves(code: string): string {
  const half = code.length / 2;
  return `${code.slice(0, half)} ${code.slice(half)}`;
}

function randomWord(length: number): string {
  return Array.from({ length }, () => CARD_ALPHABET[randomInt(CARD_ALPHABET.length)]).join("");
}
