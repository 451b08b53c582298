import { randomInt } from "node:crypto";
import { CARD_ALPHABET, CARD_LENGTH } from "./rules.ts";

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
