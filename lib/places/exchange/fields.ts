import {
  DispositifProgrammeNational,
  FormationLabel,
  Frais,
  Itinerance,
  ModaliteAcces,
  ModaliteAccompagnement,
  PriseEnChargeSpecifique,
  PublicSpecifiquementAdresse,
  Service,
  Typologie,
} from "@gouvfr-anct/lieux-de-mediation-numerique";
import type { Audience } from "#lib/places/spaces/schema.ts";

/**
 * The 32 fields of the French standard "lieux de médiation numérique" 1.0.2, in its order. They keep the names that the standard
 * gives them, so that whoever knows it finds them.
 *
 * @see https://github.com/LaMednum/standard-mediation-num
 */
export const STANDARD_FIELDS = [
  "id",
  "pivot",
  "nom",
  "commune",
  "code_postal",
  "code_insee",
  "adresse",
  "complement_adresse",
  "latitude",
  "longitude",
  "typologie",
  "telephone",
  "courriels",
  "site_web",
  "horaires",
  "presentation_resume",
  "presentation_detail",
  "source",
  "itinerance",
  "structure_parente",
  "date_maj",
  "services",
  "publics_specifiquement_adresses",
  "prise_en_charge_specifique",
  "frais_a_charge",
  "dispositif_programmes_nationaux",
  "formations_labels",
  "autres_formations_labels",
  "modalites_acces",
  "modalites_accompagnement",
  "fiche_acces_libre",
  "prise_rdv",
] as const;

/**
 * What we know beside them: country (BE or FR), how exact the point is, the language at the desk,
 * our own kind of place.
 */
export const OWN_FIELDS = ["pays", "precision", "langue", "genre"] as const;

/** The seven days, as columns of a table that has no opening_hours. */
export const DAY_FIELDS = [
  "h_lundi",
  "h_mardi",
  "h_mercredi",
  "h_jeudi",
  "h_vendredi",
  "h_samedi",
  "h_dimanche",
] as const;

export type StandardField = (typeof STANDARD_FIELDS)[number];
export type OwnField = (typeof OWN_FIELDS)[number];
export type Field = StandardField | OwnField;
/** What a column of a table can be. */
export type ColumnField = Field | (typeof DAY_FIELDS)[number];

/**
 * A place as it travels: only the fields that it has, lists joined by "|" as in the standard, the
 * point in degrees (WGS 84). Everything in it was checked.
 */
export type PlaceRecord = Partial<
  Record<Exclude<Field, "latitude" | "longitude" | "pays">, string>
> & {
  id: string;
  nom: string;
  commune: string;
  latitude: number;
  longitude: number;
  pays: "BE" | "FR";
};

/**
 * The standard writes this label without the space that the library gives it; its pattern admits no
 * other form.
 */
const LABELS = Object.values(FormationLabel).map((label) =>
  label.startsWith("Étapes numériques") ? "Étapes numériques(La Poste)" : label,
);

/** The values that a field of a list may hold. */
export const LISTS: Partial<Record<Field, readonly string[]>> = {
  typologie: Object.values(Typologie),
  itinerance: Object.values(Itinerance),
  services: Object.values(Service),
  publics_specifiquement_adresses: Object.values(PublicSpecifiquementAdresse),
  prise_en_charge_specifique: Object.values(PriseEnChargeSpecifique),
  frais_a_charge: Object.values(Frais),
  dispositif_programmes_nationaux: Object.values(DispositifProgrammeNational),
  formations_labels: LABELS,
  modalites_acces: Object.values(ModaliteAcces),
  modalites_accompagnement: Object.values(ModaliteAccompagnement),
};

/** Our kinds of place as structure codes of data·inclusion; what has no code stays empty. */
export const TYPOLOGY_OF_KIND: Record<string, string> = {
  library: "BIB",
  makerspace: "FABLAB",
  coworking: "TIERS_LIEUX",
  hub: "TIERS_LIEUX",
  "digital-mediation": "EPN",
  "france-services": "RFS",
  "training-centre": "OF",
  "adult-education": "OF",
  "open-learning-centre": "EPN",
  "public-employment-service": "FT",
};

/** Whom a place is for, in our words and in those of the standard. */
export const AUDIENCE_NAMES: Record<Audience, string> = {
  "young-people": PublicSpecifiquementAdresse.Jeunes,
  students: PublicSpecifiquementAdresse.Etudiants,
  families: PublicSpecifiquementAdresse.FamillesEnfants,
  seniors: PublicSpecifiquementAdresse.Seniors,
  women: PublicSpecifiquementAdresse.Femmes,
};

/** Whoever moves with difficulty is looked after there. */
export const HELPS_MOVING = PriseEnChargeSpecifique.HandicapsMoteurs;

/** The standard's number of an organisation that nobody gave. */
export const UNKNOWN_PIVOT = "00000000000000";

/** Characters that a field may hold; longer ones are cut off, with a word. */
export const MOST_CHARACTERS: Partial<Record<Field, number>> = {
  id: 200,
  nom: 200,
  commune: 100,
  adresse: 300,
  complement_adresse: 300,
  presentation_resume: 280,
  presentation_detail: 5_000,
};
export const MOST_CHARACTERS_ELSEWHERE = 1_000;
