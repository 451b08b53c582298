import enBooking from "./messages/en/booking.json" with { type: "json" };
import enCommon from "./messages/en/common.json" with { type: "json" };
import enHome from "./messages/en/home.json" with { type: "json" };
import enIdentity from "./messages/en/identity.json" with { type: "json" };
import enSpaces from "./messages/en/spaces.json" with { type: "json" };
import frBooking from "./messages/fr/booking.json" with { type: "json" };
import frCommon from "./messages/fr/common.json" with { type: "json" };
import frHome from "./messages/fr/home.json" with { type: "json" };
import frIdentity from "./messages/fr/identity.json" with { type: "json" };
import frSpaces from "./messages/fr/spaces.json" with { type: "json" };
import nlBooking from "./messages/nl/booking.json" with { type: "json" };
import nlCommon from "./messages/nl/common.json" with { type: "json" };
import nlHome from "./messages/nl/home.json" with { type: "json" };
import nlIdentity from "./messages/nl/identity.json" with { type: "json" };
import nlSpaces from "./messages/nl/spaces.json" with { type: "json" };

/** Every sentence the product says, by language and domain. English is the shape the others must have (messages.test.ts). */
export const MESSAGES = {
  en: {
    booking: enBooking,
    common: enCommon,
    home: enHome,
    identity: enIdentity,
    spaces: enSpaces,
  },
  fr: {
    booking: frBooking,
    common: frCommon,
    home: frHome,
    identity: frIdentity,
    spaces: frSpaces,
  },
  nl: {
    booking: nlBooking,
    common: nlCommon,
    home: nlHome,
    identity: nlIdentity,
    spaces: nlSpaces,
  },
};

export type Domain = keyof typeof MESSAGES.en;
