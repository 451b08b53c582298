import { MADE_UP } from "#lib/foundation/i18n/source-name.ts";
import type { Context } from "#lib/foundation/identity/context.ts";
import { addActor } from "#lib/places/actors/commands.ts";
import { actorForm } from "#lib/places/actors/schema.ts";

/** The day on which the facts below were read in their sources. */
const READ_ON = "2026-11-28";

const CAMPUSES = "List of Howest campuses, points from OpenStreetMap (ODbL)";
const WEIDE = "List of buildings of Kortrijk Weide";
const COWORKING = "Map of coworking places in Lille";
const LAUNCH =
  "Launch of Open Badges for IT (Interreg France-Wallonie-Vlaanderen), Lille, 22 May 2025";

type Words = Partial<Record<"nl" | "fr" | "en", string>>;
type Row = {
  name: string;
  kind: string;
  fields: string[];
  activity?: string;
  region: string;
  city: string;
  position: string;
  precision: string;
  languages: string[];
  does: Words;
  website?: string;
  source: string;
  isInvented?: true;
};

/**
 * Organisations of the region: names, towns and points are facts of the source that each names;
 * what somebody meets there is said in our words. Groups that meet are made up, and say so.
 */
const ACTORS: Row[] = [
  {
    name: "EuraTechnologies",
    kind: "hub",
    fields: ["it", "learning", "work"],
    region: "hauts-de-france",
    city: "Lille",
    position: "50.6331443, 3.0179366",
    precision: "building",
    languages: ["fr", "en"],
    does: {
      nl: "Helpt jonge digitale bedrijven en is partner van Open Badges for IT.",
      fr: "Accompagne de jeunes firmes du numérique ; partenaire d’Open Badges for IT.",
      en: "Helps young digital firms, and is a partner of Open Badges for IT.",
    },
    website: "https://www.euratechnologies.com",
    source: LAUNCH,
  },
  {
    name: "Plaine Images",
    kind: "hub",
    fields: ["it", "making", "work"],
    region: "hauts-de-france",
    city: "Tourcoing",
    position: "50.7, 3.157",
    precision: "street",
    languages: ["fr", "en"],
    does: {
      nl: "Brengt bedrijven samen die beeld en spel maken.",
      fr: "Réunit des firmes de l’image et du jeu.",
      en: "Brings together firms that make pictures and games.",
    },
    source: COWORKING,
  },
  {
    name: "Hangar K",
    kind: "hub",
    fields: ["it", "learning", "work"],
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.8253657, 3.2545",
    precision: "building",
    languages: ["nl", "en"],
    does: {
      nl: "Plek waar jonge bedrijven, scholen en bedrijven samen werken.",
      fr: "Lieu où jeunes firmes, écoles et entreprises travaillent ensemble.",
      en: "Where start-ups, schools and firms work together.",
    },
    source: WEIDE,
  },
  {
    name: "Howest, The Penta",
    kind: "school",
    fields: ["it", "learning", "research"],
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.8240808, 3.2513689",
    precision: "building",
    languages: ["nl", "en"],
    does: {
      nl: "Campus van de hogeschool Howest.",
      fr: "Campus de la haute école Howest.",
      en: "Campus of Howest college.",
    },
    source: CAMPUSES,
  },
  {
    name: "UGent Campus Kortrijk",
    kind: "research",
    fields: ["it", "learning", "research"],
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.8243776, 3.2500602",
    precision: "building",
    languages: ["nl", "en"],
    does: {
      nl: "Campus van de universiteit Gent.",
      fr: "Campus de l’université de Gand.",
      en: "Campus of Ghent University.",
    },
    source: CAMPUSES,
  },
  {
    name: "Eurometropolitan e-Campus",
    kind: "school",
    fields: ["it", "learning"],
    activity: "regular",
    region: "wallonie",
    city: "Tournai",
    position: "50.6229047, 3.3471214",
    precision: "locality",
    languages: ["fr", "nl", "en"],
    does: {
      nl: "Leidt Open Badges for IT, met 15 partners in drie streken.",
      fr: "Mène Open Badges for IT, avec 15 partenaires dans trois régions.",
      en: "Leads Open Badges for IT, with 15 partners in three regions.",
    },
    source: LAUNCH,
  },
  {
    name: "Negundo Innovation Center",
    kind: "hub",
    fields: ["it", "work"],
    region: "wallonie",
    city: "Tournai",
    position: "50.6229047, 3.3471214",
    precision: "locality",
    languages: ["fr"],
    does: {
      nl: "Gebouw voor jonge bedrijven, van IDETA.",
      fr: "Bâtiment pour jeunes firmes, de l’IDETA.",
      en: "A building for start-ups, run by IDETA.",
    },
    source: "Page of IDETA on Negundo",
  },
  {
    name: "Wap’s Hub",
    kind: "hub",
    fields: ["it", "making"],
    region: "wallonie",
    city: "Tournai",
    position: "50.6056059, 3.3880367",
    precision: "locality",
    languages: ["fr"],
    does: {
      nl: "Creatieve hub van Wallonie picarde.",
      fr: "Pôle créatif de Wallonie picarde.",
      en: "Creative hub of Wallonie picarde.",
    },
    source: "List of creative hubs in Wallonia",
  },
  {
    name: "IMT Nord Europe",
    kind: "research",
    fields: ["it", "learning", "research"],
    activity: "regular",
    region: "hauts-de-france",
    city: "Villeneuve-d'Ascq",
    position: "50.609973, 3.1365212",
    precision: "building",
    languages: ["fr", "en"],
    does: {
      nl: "Hogeschool voor ingenieurs.",
      fr: "École d’ingénieurs.",
      en: "A school for engineers.",
    },
    source: "Pages of PyConFR 2018, which was held there",
  },
  {
    name: "Mutualab",
    kind: "hub",
    fields: ["it", "work"],
    region: "hauts-de-france",
    city: "Lille",
    position: "50.63, 3.062",
    precision: "street",
    languages: ["fr"],
    does: {
      nl: "Werkplek die mensen delen.",
      fr: "Lieu de travail partagé.",
      en: "A shared place to work.",
    },
    source: COWORKING,
  },
  {
    name: "La Coroutine",
    kind: "association",
    fields: ["it", "work"],
    region: "hauts-de-france",
    city: "Lille",
    position: "50.629, 3.07",
    precision: "street",
    languages: ["fr"],
    does: {
      nl: "Werkplek die mensen delen.",
      fr: "Lieu de travail partagé.",
      en: "A shared place to work.",
    },
    source: COWORKING,
  },
  {
    name: "Buda::lab",
    kind: "hub",
    fields: ["making", "learning"],
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.831829, 3.26391",
    precision: "building",
    languages: ["nl"],
    does: {
      nl: "Open maakplek in de Budafabriek.",
      fr: "Atelier ouvert dans la Budafabriek.",
      en: "An open workshop in the Budafabriek.",
    },
    source: "List of places of VolumeChecker, 2014",
  },
  {
    name: "VDAB Kortrijk",
    kind: "public-service",
    fields: ["work", "learning"],
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.8194894, 3.2577076",
    precision: "locality",
    languages: ["nl"],
    does: {
      nl: "Helpt mensen aan werk en opleiding.",
      fr: "Aide à trouver un travail et une formation.",
      en: "Helps people find work and training.",
    },
    website: "https://www.vdab.be",
    source: "hln.be, 11 May 2020",
  },
  {
    name: "Le Forem, Tournai",
    kind: "public-service",
    fields: ["work", "learning"],
    activity: "regular",
    region: "wallonie",
    city: "Tournai",
    position: "50.6056059, 3.3880367",
    precision: "locality",
    languages: ["fr"],
    does: {
      nl: "Helpt mensen aan werk en opleiding.",
      fr: "Aide à trouver un travail et une formation.",
      en: "Helps people find work and training.",
    },
    website: "https://www.leforem.be",
    source: "Register of training in Wallonia",
  },
  {
    name: "Code op vrijdag",
    kind: "meet-up",
    fields: ["it", "learning"],
    activity: "regular",
    region: "vlaanderen",
    city: "Kortrijk",
    position: "50.8282, 3.2640",
    precision: "locality",
    languages: ["nl", "fr"],
    does: {
      nl: "Elke maand samen code lezen, in twee talen.",
      fr: "Chaque mois, lire du code ensemble, en deux langues.",
      en: "Reads code together each month, in two languages.",
    },
    source: MADE_UP,
    isInvented: true,
  },
  {
    name: "Chefs de projet sans frontière",
    kind: "group",
    fields: ["it", "work"],
    activity: "sometimes",
    region: "hauts-de-france",
    city: "Tourcoing",
    position: "50.7236, 3.1612",
    precision: "locality",
    languages: ["fr", "nl"],
    does: {
      nl: "Wie IT-projecten leidt, vertelt wat mislukte.",
      fr: "Qui mène des projets informatiques raconte ce qui a raté.",
    },
    source: MADE_UP,
    isInvented: true,
  },
  {
    name: "Picardie verte numérique",
    kind: "group",
    fields: ["it", "research"],
    activity: "sometimes",
    region: "wallonie",
    city: "Mouscron",
    position: "50.7459126, 3.219272",
    precision: "locality",
    languages: ["fr"],
    does: { fr: "Mesure ce que le numérique coûte à la planète." },
    source: MADE_UP,
    isInvented: true,
  },
  {
    name: "Leiesoft",
    kind: "company",
    fields: ["it", "work"],
    region: "vlaanderen",
    city: "Menen",
    position: "50.7958, 3.1226",
    precision: "locality",
    languages: ["nl", "fr"],
    does: {
      nl: "Maakt software en neemt leerlingen aan.",
      fr: "Fait des logiciels et accueille des stagiaires.",
      en: "Makes software, and takes trainees.",
    },
    source: MADE_UP,
    isInvented: true,
  },
];

/** The community of the region, with the sources of what is a fact. */
export async function seedActors(ctx: Context): Promise<void> {
  const today = ctx.now.toZonedDateTimeISO("Europe/Brussels").toPlainDate().toString();
  const factsOn = READ_ON < today ? READ_ON : today;
  for (const { does, isInvented, ...row } of ACTORS)
    await addActor(
      ctx,
      actorForm.parse({
        activity: "unknown",
        ...row,
        ...Object.fromEntries(
          Object.entries(does).map(([language, text]) => [`does_${language}`, text]),
        ),
        ...(isInvented && { isInvented: "on" }),
        factsOn,
      }),
    );
}
