// Dutch, French and English have one order; a reader's language would change nothing.
const alphabet = new Intl.Collator("en", { numeric: true });

/**
 * Compares two texts that people read, for `sort`: base letters first, then accents and capitals,
 * and "Room 2" before "Room 10". The database has the same order: `inReadingOrder`.
 */
export const readingOrder = alphabet.compare;
