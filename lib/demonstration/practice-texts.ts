import type { Locale } from "#lib/foundation/i18n/locales.ts";
import type { Evidence, Outcome, Texts, Theme } from "#lib/practice/practices/schema.ts";

export const INVENTED: Record<Locale, string> = {
  nl: "Verzonnen voorbeeld.",
  fr: "Exemple inventé.",
  en: "Invented example.",
};

type Words = Pick<
  Texts,
  "title" | "summary" | "context" | "targetGroup" | "done" | "steps" | "effects" | "failed"
> &
  Partial<Texts>;

export type Invented = {
  key: string;
  space: string;
  language: Locale;
  theme: Theme;
  evidence: Evidence;
  groupLeast?: number;
  groupMost?: number;
  minutes?: number;
  costCents?: string;
  measuredPeople?: number;
  measuredWith?: number;
  measuredWithout?: number;
  source?: string;
  badges?: string[];
  words: Words;
};

/** Four in each language. Where something was measured or published, that is invented too. */
export const PRACTICES: Invented[] = [
  {
    key: "table",
    space: "bibliotheek-ieper",
    language: "nl",
    theme: "learn",
    evidence: "own_figures",
    groupLeast: 6,
    groupMost: 10,
    minutes: 20,
    costCents: "20",
    measuredPeople: 212,
    measuredWith: 64,
    measuredWithout: 49,
    words: {
      title: "De keukentafel",
      summary: "Begin elke cursus rond een tafel, met koffie en zonder schermen.",
      context: "Deelnemers kenden elkaar niet en bleven na één keer weg.",
      targetGroup: "Volwassenen die lang geen les meer volgden.",
      setting: "Eén grote tafel met acht stoelen en een tafelkleed.",
      pedagogy: "De groep kiest samen de volgorde.",
      technology: "Laptops blijven in de kast.",
      done: "We dronken eerst koffie en iedereen vertelde wat hij volgende week wil kunnen.",
      steps:
        "Vooraf: zet één tafel klaar\nEerste twintig minuten: praat\nDaarna: kies samen wat eerst komt",
      effects: "Mensen kwamen vaker terug en hielpen elkaar.",
      measured: "Kwam terug binnen 30 dagen",
      costs: "Koffie voor een tiental mensen.",
      failed: "Onze eerste tafel was te klein.",
    },
  },
  {
    key: "repair",
    space: "buda-lab",
    language: "nl",
    theme: "learn",
    evidence: "story",
    groupLeast: 4,
    groupMost: 12,
    badges: ["repair"],
    words: {
      title: "Eerst herstellen, dan theorie",
      summary: "Begin met een kapot toestel dat mensen van thuis meebrengen.",
      context: "Uitleg over elektriciteit verveelde iedereen.",
      targetGroup: "Handige mensen zonder diploma.",
      technology: "Soldeerbout, schroevendraaiers en een multimeter.",
      done: "We openden broodroosters en stofzuigers, en zochten samen de fout.",
      steps:
        "Breng mee: een toestel dat stuk is\nOpen: haal de stekker uit en schroef los\nLeg uit: teken wat je zag",
      effects: "De helft van de toestellen werkt weer, en de theorie bleef hangen.",
      failed: "Een microgolfoven is gevaarlijk: die weigeren we nu.",
    },
  },
  {
    key: "quiet",
    space: "bibliotheek-zonnebeke",
    language: "nl",
    theme: "furniture",
    evidence: "story",
    minutes: 60,
    words: {
      title: "Stil uur",
      summary: "Elke dag één uur zonder sessies, voor wie alleen studeert.",
      context: "Studenten vonden geen rustige plek bij ons.",
      targetGroup: "Studenten en mensen met veel prikkels of autisme.",
      setting: "Tapijt, dempende gordijnen en een lamp per bureau.",
      done: "Tussen twee en drie uur gaan telefoons uit en plannen we niets.",
      steps: "Kies een uur: altijd hetzelfde\nHang het op: aan de deur en online",
      effects: "Er zitten nu elke dag enkele mensen te lezen.",
      failed: "De verwarming maakte lawaai.",
    },
  },
  {
    key: "laptops",
    space: "open-leercentrum-de-stuyverij",
    language: "nl",
    theme: "reach",
    evidence: "published",
    costCents: "450",
    source: "https://example.org/invented/laptops",
    words: {
      title: "Een laptop mee naar huis",
      summary: "Wie thuis geen computer heeft, leent er een voor zes weken.",
      context: "Oefenen lukte alleen bij ons, en thuis was er geen computer.",
      targetGroup: "Gezinnen met weinig geld.",
      technology: "Tweedehandse laptops met Linux en een internetkaart.",
      done: "We leenden twaalf laptops uit met een contract in klare taal.",
      steps: "Teken samen: wat als hij stuk gaat\nBel na een week: lukt het",
      effects: "Wie leende, oefende dubbel zoveel.",
      costs: "Een hoes en een verzekering per stuk.",
      failed: "Opladers raakten kwijt.",
    },
  },
  {
    key: "counter",
    space: "be-square",
    language: "fr",
    theme: "reach",
    evidence: "own_figures",
    measuredPeople: 180,
    measuredWith: 38,
    measuredWithout: 12,
    words: {
      title: "L’aide au guichet, le cours dans la salle",
      summary: "Qui vient pour des papiers est accompagné jusqu’à la prochaine séance.",
      context: "Les gens venaient pour une démarche en ligne, et ne revenaient pas.",
      targetGroup: "Personnes éloignées du numérique, souvent âgées.",
      done: "À la fin de l’aide, un animateur marche avec la personne jusqu’à la salle et présente le groupe.",
      steps:
        "Écouter : régler d’abord la démarche\nMarcher : montrer la salle\nInviter : donner une date sur papier",
      effects: "Trois fois plus de gens s’inscrivent.",
      measured: "S’inscrit à une séance",
      failed: "Un simple dépliant ne changeait rien.",
    },
  },
  {
    key: "two-halls",
    space: "plaine-images",
    language: "fr",
    theme: "border",
    evidence: "story",
    minutes: 90,
    words: {
      title: "Deux salles, une conférence",
      summary: "Une séance dans deux villes à la fois, avec une caméra et deux hôtes.",
      context: "De part et d’autre de la frontière, les mêmes questions.",
      targetGroup: "Demandeurs d’emploi et bénévoles des deux pays.",
      technology: "Une caméra, deux écrans, un bon micro.",
      done: "Un orateur parle dans une ville, l’hôte de l’autre ville traduit les questions.",
      steps: "Tester : le son une heure avant\nNommer : un hôte par salle",
      effects: "Des participants ont pris le train pour se rencontrer.",
      failed: "Sans interprète, une salle se taisait.",
    },
  },
  {
    key: "grandchildren",
    space: "bibliotheque-de-mouscron-mouscron",
    language: "fr",
    theme: "learn",
    evidence: "story",
    groupLeast: 4,
    groupMost: 8,
    words: {
      title: "Le mercredi des petits-enfants",
      summary:
        "Des adolescents apprennent le téléphone à des aînés, et reçoivent une recette en échange.",
      context: "Les aînés avaient peur de casser leur smartphone.",
      targetGroup: "Aînés isolés et jeunes de quatorze à dix-huit ans.",
      done: "Chaque mercredi, des paires envoient des photos et une vidéo à la famille.",
      steps: "Former : des paires qui restent\nÉchanger : chacun apprend à l’autre",
      effects: "Les aînés appellent leur famille en vidéo.",
      failed: "Les jeunes allaient trop vite.",
    },
  },
  {
    key: "garden",
    space: "eafc-peruwelz",
    language: "fr",
    theme: "furniture",
    evidence: "story",
    costCents: "300",
    words: {
      title: "La classe au jardin",
      summary: "Apprendre le français dehors, en plantant des légumes.",
      context: "La salle rappelait l’école à ceux qui l’avaient quittée.",
      targetGroup: "Adultes qui apprennent le français langue étrangère.",
      setting: "Un potager, des bancs en bois et un auvent contre la pluie.",
      done: "On nomme les outils, on lit les sachets de graines, on écrit le calendrier des semis.",
      steps: "Commencer : par les mots de la main\nÉcrire : le journal du potager",
      effects: "Le vocabulaire reste, et les absences ont baissé.",
      failed: "En hiver, il faut une autre salle.",
    },
  },
  {
    key: "card",
    space: "mutualab",
    language: "en",
    theme: "reach",
    evidence: "published",
    source: "https://example.org/invented/card",
    costCents: "35",
    words: {
      title: "A card, not an e-mail",
      summary: "Anyone can join with a printed card. No address is needed.",
      context: "Sign-up forms asked for a mailbox, and many people had none.",
      targetGroup: "People without e-mail, refugees and newcomers.",
      technology: "A printer and a scanner for QR codes.",
      done: "At the desk everybody got a card with a code, in one minute.",
      steps: "Print: twenty cards ahead\nGive: at the door\nScan: at each visit",
      effects: "More newcomers joined, and nobody forgot a password.",
      failed: "Cards got lost, so a spare is now printed at once.",
    },
  },
  {
    key: "volunteers",
    space: "la-coroutine",
    language: "en",
    theme: "learn",
    evidence: "story",
    words: {
      title: "Learners become mentors",
      summary: "Whoever finished a course helps with the next one.",
      context: "We had too few trainers.",
      targetGroup: "Former participants who want to volunteer.",
      pedagogy: "Peer learning: explaining is the best exercise.",
      done: "Each group asks two people to return as mentors, with a travel allowance.",
      steps: "Ask: in the last lesson\nTrain: one evening on listening",
      effects: "Shy people began to speak in public.",
      failed: "Mentors without a clear task got bored.",
    },
  },
  {
    key: "train",
    space: "choq",
    language: "en",
    theme: "border",
    evidence: "story",
    costCents: "900",
    words: {
      title: "The learning train",
      summary: "A group crosses the border by train and learns the language on the way.",
      context: "Workers wanted jobs on the other side and feared the language.",
      targetGroup: "Job seekers near the border.",
      done: "On Fridays we travelled with tickets paid for, read timetables aloud and visited an employer.",
      steps: "Book: seats together\nPractise: ask the conductor\nVisit: one employer",
      effects: "Several found a job or an internship across the border.",
      failed: "A strike stopped us twice.",
    },
  },
  {
    key: "kids",
    space: "euratechnologies",
    language: "en",
    theme: "reach",
    evidence: "own_figures",
    measuredPeople: 96,
    measuredWith: 72,
    measuredWithout: 45,
    words: {
      title: "Childcare next door",
      summary: "Parents learn while their children play in the next room.",
      context: "Mothers stopped coming when school was out.",
      targetGroup: "Single parents with young children.",
      setting: "Two rooms with a window between them, toys and a changing table.",
      done: "A nurse looks after up to eight toddlers during each session.",
      steps: "Check: insurance first\nOpen: fifteen minutes early",
      effects: "Attendance in holidays stayed high.",
      measured: "Came to at least half of the sessions",
      failed: "Evenings are too late for toddlers.",
    },
  },
];

/** Written in Wallonia, not read by anybody yet. */
export const WAITING: Omit<Invented, "key">[] = [
  {
    space: "cefret",
    language: "fr",
    theme: "reach",
    evidence: "story",
    groupLeast: 4,
    groupMost: 8,
    minutes: 45,
    words: {
      title: "Le banc devant la porte",
      summary: "S’asseoir dehors avec un ordinateur, et laisser venir les passants.",
      context: "La porte fermée faisait peur à ceux qui n’étaient jamais entrés.",
      targetGroup: "Voisins qui passent et n’osent pas entrer.",
      done: "Chaque jeudi, deux animateurs se sont assis dehors avec un ordinateur.",
      steps:
        "Avant : sortir le banc et une table\nAttendre et saluer\nÀ la fin : inviter à revenir",
      effects: "Des voisins sont revenus suivre une séance.",
      failed: "En hiver, personne ne s’arrête.",
    },
  },
];

export const TRANSLATIONS: {
  key: string;
  language: Locale;
  by: "vlaanderen" | "wallonie";
  words: Words;
}[] = [
  {
    key: "table",
    language: "fr",
    by: "wallonie",
    words: {
      title: "La table de cuisine",
      summary: "Commencer chaque cours autour d’une table, avec du café et sans écrans.",
      context: "Les participants ne se connaissaient pas et ne revenaient pas.",
      targetGroup: "Adultes qui n’ont plus suivi de cours depuis longtemps.",
      done: "Nous avons d’abord bu un café, et chacun a dit ce qu’il veut savoir faire.",
      steps:
        "Avant : préparer une table\nLes vingt premières minutes : parler\nEnsuite : choisir ensemble",
      effects: "Les gens revenaient plus souvent et s’entraidaient.",
      measured: "Revenu dans les 30 jours",
      failed: "Notre première table était trop petite.",
    },
  },
  {
    key: "card",
    language: "nl",
    by: "vlaanderen",
    words: {
      title: "Een kaart, geen e-mail",
      summary: "Iedereen kan meedoen met een gedrukte kaart. Een adres is niet nodig.",
      context: "Formulieren vroegen een mailbox, en veel mensen hadden er geen.",
      targetGroup: "Mensen zonder e-mail, vluchtelingen en nieuwkomers.",
      done: "Aan de balie kreeg iedereen in een minuut een kaart met een code.",
      steps: "Druk: twintig kaarten vooraf\nGeef: aan de deur\nScan: bij elk bezoek",
      effects: "Meer nieuwkomers deden mee, en niemand vergat een wachtwoord.",
      failed: "Kaarten raakten kwijt, dus drukken we er meteen twee.",
    },
  },
];

export const TRIALS: {
  key: string;
  space: string;
  language: Locale;
  outcome: Outcome;
  sessions: number;
  words: string;
  measured?: string;
  measuredPeople?: number;
  measuredWith?: number;
  measuredWithout?: number;
}[] = [
  {
    key: "table",
    space: "choq",
    language: "fr",
    outcome: "worked",
    sessions: 6,
    words: "Le café a suffi. Le groupe est resté.",
  },
  {
    key: "table",
    space: "be-square",
    language: "fr",
    outcome: "partly",
    sessions: 3,
    words: "Bien le soir, moins bien à midi.",
  },
  {
    key: "repair",
    space: "mutualab",
    language: "en",
    outcome: "worked",
    sessions: 4,
    words: "People came back with a second device.",
    measured: "Came back within 30 days",
    measuredPeople: 60,
    measuredWith: 70,
    measuredWithout: 50,
  },
  {
    key: "card",
    space: "bibliotheek-ieper",
    language: "nl",
    outcome: "worked",
    sessions: 10,
    words: "Ook wie geen Nederlands leest, deed mee.",
  },
];
