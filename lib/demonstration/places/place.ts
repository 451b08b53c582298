export type Place = {
  slug: string;
  name: string;
  kind: string;
  address: string;
  postcode: string;
  city: string;
  country: "BE" | "FR";
  region: "vlaanderen" | "hauts-de-france" | "wallonie";
  language: "nl" | "fr";
  lat: number;
  lon: number;
  precision: "building" | "address" | "street" | "locality" | "commune";
  communeCode: string;
  source: string;
  licence: string;
};
