import { z } from "zod";

/**
 * The word that is typed, in each language of the pages. Any of them will do, in capitals or not.
 */
export const ERASE_WORDS = { nl: "wissen", fr: "effacer", en: "erase" } as const;

export const erasure = z.object({
  word: z
    .string("privacy.type_the_word")
    .max(40, "privacy.type_the_word")
    .transform((typed) => typed.trim().toLowerCase())
    .refine((typed) => Object.values<string>(ERASE_WORDS).includes(typed), "privacy.type_the_word"),
});
