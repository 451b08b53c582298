/** Where a word is used: in Flanders, in Wallonia, in the north of France. */
export type WordPlace = "vlaanderen" | "wallonie" | "hauts-de-france";

/**
 * Words of the places for groups of people, and the one indicator each counts as. Null is local: it
 * stands in no European figure, so it never changes one. Shared descriptions; a funder's own list
 * goes before.
 * @see Regulation (EU) 2021/1057, Annex I
 */
export const LOCAL_WORDS: { word: string; where: WordPlace; indicator: `EECO${string}` | null }[] =
  [
    { word: "werkzoekende", where: "vlaanderen", indicator: "EECO02" },
    { word: "langdurig werkzoekende", where: "vlaanderen", indicator: "EECO03" },
    { word: "kortgeschoolde", where: "vlaanderen", indicator: "EECO09" },
    { word: "derdelander", where: "vlaanderen", indicator: "EECO13" },
    { word: "inburgeraar", where: "vlaanderen", indicator: "EECO14" },
    { word: "dak- of thuisloze", where: "vlaanderen", indicator: "EECO16" },
    { word: "leefloongerechtigde", where: "vlaanderen", indicator: null },
    { word: "demandeur d’emploi inoccupé", where: "wallonie", indicator: "EECO02" },
    { word: "peu diplômé (CEB, CESI)", where: "wallonie", indicator: "EECO09" },
    { word: "primo-arrivant", where: "wallonie", indicator: "EECO13" },
    { word: "bénéficiaire RIS", where: "wallonie", indicator: null },
    { word: "demandeur d’emploi", where: "hauts-de-france", indicator: "EECO02" },
    { word: "demandeur d’emploi de longue durée", where: "hauts-de-france", indicator: "EECO03" },
    { word: "senior (55 ans et plus)", where: "hauts-de-france", indicator: "EECO08" },
    { word: "sans domicile fixe", where: "hauts-de-france", indicator: "EECO16" },
    { word: "habitant de zone rurale", where: "hauts-de-france", indicator: "EECO17" },
    { word: "public éloigné", where: "hauts-de-france", indicator: null },
    { word: "bénéficiaire du RSA", where: "hauts-de-france", indicator: null },
    { word: "résident QPV", where: "hauts-de-france", indicator: null },
  ];
