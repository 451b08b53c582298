import { MADE_UP } from "#lib/foundation/i18n/source-name.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { addEntry } from "#lib/learning/badges/benchmark/commands.ts";
import { entryForm } from "#lib/learning/badges/benchmark/schema.ts";

/** The day on which the facts below were read in their sources. */
const READ_ON = "2026-11-28";

const NOTES = "Notes on badges in the region, Open Badges for IT, 2025";
const IT = "it-project-management";
const GREEN = "sustainable-it";

/**
 * Badges and courses that others give, as far as their sources say; which skills they stand for is
 * our reading of their names. What nobody knows is left out, and courses that are made up say so.
 */
const ENTRIES: Record<string, unknown>[] = [
  {
    kind: "badge",
    name: "Managing a project",
    issuer: "Université Polytechnique Hauts-de-France",
    country: "FR",
    website: "https://www.uphf.fr",
    competences: [`${IT}:A1`, `${IT}:A2`, `${IT}:B1`],
    source: NOTES,
  },
  {
    kind: "badge",
    name: "Environmental footprint and eco-design",
    issuer: "Université Polytechnique Hauts-de-France",
    country: "FR",
    website: "https://www.uphf.fr",
    competences: [`${GREEN}:A2`, `${GREEN}:D1`],
    source: NOTES,
  },
  {
    kind: "badge",
    name: "Impacts environnementaux du numérique",
    issuer: "Inria, FUN",
    country: "FR",
    languages: "fr",
    priceEuro: "0",
    website: "https://www.fun-mooc.fr",
    competences: [`${GREEN}:A1`, `${GREEN}:A2`],
    source: "FUN, page of the course of Inria and Class’Code",
  },
  {
    kind: "badge",
    name: "Project Management Fundamentals",
    issuer: "PMI Educational Foundation",
    country: "US",
    languages: "en",
    criteria: ["test"],
    competences: [`${IT}:A1`, `${IT}:A2`],
    source: NOTES,
  },
  {
    kind: "badge",
    name: "Project Management Fundamentals",
    issuer: "Leiesoft",
    country: "BE",
    languages: "en",
    competences: [`${IT}:A1`, `${IT}:A2`],
    source: MADE_UP,
    isInvented: "on",
  },
  {
    kind: "badge",
    name: "Certificat de connaissance Numérique responsable",
    issuer: "Institut du Numérique Responsable",
    country: "FR",
    languages: "fr",
    standard: "none",
    criteria: ["test"],
    competences: [`${GREEN}:A1`],
    source: "Institut du Numérique Responsable, page of the certificate",
  },
  {
    kind: "offer",
    name: "Numérique responsable, EuraTechnologies et Headn",
    issuer: "EuraTechnologies",
    country: "FR",
    region: "hauts-de-france",
    languages: "fr",
    hours: "90",
    priceEuro: "3500",
    competences: [`${GREEN}:A1`, `${GREEN}:B1`, `${GREEN}:D1`],
    source: "EuraTechnologies, page of the course of 7 March 2025",
  },
  {
    kind: "offer",
    name: "Ambassadeur Numérique responsable",
    issuer: "Institut du Numérique Responsable",
    country: "FR",
    languages: "fr",
    competences: [`${GREEN}:A1`, `${GREEN}:E2`],
    source: "Institut du Numérique Responsable, page of the course",
  },
  {
    kind: "offer",
    name: "IT-projecten plannen",
    issuer: "Leiesoft",
    country: "BE",
    region: "vlaanderen",
    languages: "nl",
    hours: "21",
    priceEuro: "0",
    competences: [`${IT}:A1`, `${IT}:A2`, `${IT}:A3`],
    source: MADE_UP,
    isInvented: "on",
  },
  {
    kind: "offer",
    name: "Mener un projet à plusieurs",
    issuer: "Picardie verte numérique",
    country: "BE",
    region: "wallonie",
    languages: "fr",
    hours: "14",
    competences: [`${IT}:B2`, `${IT}:D1`],
    source: MADE_UP,
    isInvented: "on",
  },
];

/** Badges and courses of others, to be compared with the maps. After the frameworks. */
export async function seedBenchmark(ctx: Context): Promise<void> {
  const today = ctx.now.toZonedDateTimeISO("Europe/Brussels").toPlainDate().toString();
  const factsOn = READ_ON < today ? READ_ON : today;
  for (const entry of ENTRIES) await addEntry(ctx, entryForm.parse({ ...entry, factsOn }));
}
