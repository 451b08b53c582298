/*
 * The words of a time in Dutch, French and English together, without accents: people of the region mix them. Each list gives all
 * spellings of one meaning.
 */

export type Part = "morning" | "noon" | "afternoon" | "evening" | "day";

/** Hours of a part of the day, on the wall clock. */
export const PARTS: Record<Part, { from: string; to: string }> = {
  morning: { from: "09:00", to: "12:00" },
  noon: { from: "12:00", to: "14:00" },
  afternoon: { from: "13:00", to: "17:00" },
  evening: { from: "18:00", to: "21:00" },
  day: { from: "09:00", to: "17:00" },
};

/** Monday first. */
export const WEEKDAYS = [
  "monday mon maandag ma lundi lun",
  "tuesday tues tue dinsdag di mardi mar",
  "wednesday wed woensdag woe wo mercredi mer",
  "thursday thurs thur thu donderdag do jeudi jeu",
  "friday fri vrijdag vrij vr vendredi ven",
  "saturday sat zaterdag zat za samedi sam",
  "sunday sun zondag zon zo dimanche dim",
];

/** January first. */
export const MONTHS = [
  "january januari janvier janv jan",
  "february februari fevrier fevr feb",
  "march maart mars mrt mar",
  "april avril apr avr",
  "may mei mai",
  "june juni juin jun",
  "july juli juillet juil jul",
  "august augustus aout aug",
  "september septembre sept sep",
  "october oktober octobre oct okt",
  "november novembre nov",
  "december decembre dec",
];

export const PART_WORDS: Record<Part, string> = {
  morning: "morning ochtend voormiddag matin matinee 's-morgens 's-ochtends 's-voormiddags",
  noon: "noon midday lunchtime middag midi",
  afternoon: "afternoon namiddag apres-midi 's-middags 's-namiddags",
  evening: "evening avond soir soiree tonight 's-avonds",
  day: "all-day whole-day hele-dag toute-la-journee journee",
};

/** Days from today. */
export const DAY_WORDS: [days: number, words: string][] = [
  [-1, "yesterday gisteren hier"],
  [0, "today vandaag aujourd'hui aujourdhui tonight"],
  [1, "tomorrow morgen demain"],
  [2, "day-after-tomorrow overmorgen apres-demain"],
];

/** From the next quarter of an hour on. */
export const NOW = "now nu maintenant";

export const NEXT = "next volgende volgend komende komend aanstaande coming prochain prochaine";
export const THIS = "this deze dit ce cet cette";
export const WEEK = "week semaine";
export const WEEKEND = "weekend week-end";
export const MONTH = "month maand mois";

/** Words that change nothing. */
export const FILLERS = `a an any at the on in of for some sometime please between from during within
  een de het op om in van voor tijdens ergens ongeveer graag rond tussen vanaf
  le la les un une du des dans pour pendant vers entre au en l' d' n'importe quand`;

/** Written out numbers up to eight, for lengths. */
export const NUMBERS: [count: number, words: string][] = [
  [1, "one een un une"],
  [2, "two twee deux"],
  [3, "three drie trois"],
  [4, "four vier quatre"],
  [5, "five vijf cinq"],
  [6, "six zes"],
  [8, "eight acht huit"],
];
