/**
 * What the standard calls what a place offers, for whom and with which care: each by the message
 * that says it in every language.
 */
export const OFFERS: Record<string, string> = {
  "Aide aux démarches administratives": "forms",
  "Maîtrise des outils numériques du quotidien": "everyday",
  "Insertion professionnelle via le numérique": "work",
  "Utilisation sécurisée du numérique": "safety",
  "Parentalité et éducation avec le numérique": "parents",
  "Loisirs et créations numériques": "making",
  "Compréhension du monde numérique": "knowing",
  "Accès internet et matériel informatique": "computers",
  "Acquisition de matériel informatique à prix solidaire": "cheap",
  Jeunes: "young",
  Étudiants: "students",
  "Familles et/ou enfants": "families",
  Seniors: "older",
  Femmes: "women",
  Surdité: "hearing",
  "Handicaps moteurs": "moving",
  "Handicaps mentaux": "learning",
  Illettrisme: "reading",
  "Langues étrangères (anglais)": "english",
  "Langues étrangères (autres)": "languages",
  "Déficience visuelle": "seeing",
};
