import enAbout from "./messages/en/about.json" with { type: "json" };
import enAttendance from "./messages/en/attendance.json" with { type: "json" };
import enBooking from "./messages/en/booking.json" with { type: "json" };
import enCommon from "./messages/en/common.json" with { type: "json" };
import enDesk from "./messages/en/desk.json" with { type: "json" };
import enHome from "./messages/en/home.json" with { type: "json" };
import enIdentity from "./messages/en/identity.json" with { type: "json" };
import enMap from "./messages/en/map.json" with { type: "json" };
import enNotifications from "./messages/en/notifications.json" with { type: "json" };
import enPresence from "./messages/en/presence.json" with { type: "json" };
import enResearch from "./messages/en/research.json" with { type: "json" };
import enSessions from "./messages/en/sessions.json" with { type: "json" };
import enSpaces from "./messages/en/spaces.json" with { type: "json" };
import frAbout from "./messages/fr/about.json" with { type: "json" };
import frAttendance from "./messages/fr/attendance.json" with { type: "json" };
import frBooking from "./messages/fr/booking.json" with { type: "json" };
import frCommon from "./messages/fr/common.json" with { type: "json" };
import frDesk from "./messages/fr/desk.json" with { type: "json" };
import frHome from "./messages/fr/home.json" with { type: "json" };
import frIdentity from "./messages/fr/identity.json" with { type: "json" };
import frMap from "./messages/fr/map.json" with { type: "json" };
import frNotifications from "./messages/fr/notifications.json" with { type: "json" };
import frPresence from "./messages/fr/presence.json" with { type: "json" };
import frResearch from "./messages/fr/research.json" with { type: "json" };
import frSessions from "./messages/fr/sessions.json" with { type: "json" };
import frSpaces from "./messages/fr/spaces.json" with { type: "json" };
import nlAbout from "./messages/nl/about.json" with { type: "json" };
import nlAttendance from "./messages/nl/attendance.json" with { type: "json" };
import nlBooking from "./messages/nl/booking.json" with { type: "json" };
import nlCommon from "./messages/nl/common.json" with { type: "json" };
import nlDesk from "./messages/nl/desk.json" with { type: "json" };
import nlHome from "./messages/nl/home.json" with { type: "json" };
import nlIdentity from "./messages/nl/identity.json" with { type: "json" };
import nlMap from "./messages/nl/map.json" with { type: "json" };
import nlNotifications from "./messages/nl/notifications.json" with { type: "json" };
import nlPresence from "./messages/nl/presence.json" with { type: "json" };
import nlResearch from "./messages/nl/research.json" with { type: "json" };
import nlSessions from "./messages/nl/sessions.json" with { type: "json" };
import nlSpaces from "./messages/nl/spaces.json" with { type: "json" };

/** Every sentence the product says, by language and domain. English is the shape the others must have (messages.test.ts). */
export const MESSAGES = {
  en: {
    about: enAbout,
    attendance: enAttendance,
    booking: enBooking,
    common: enCommon,
    desk: enDesk,
    home: enHome,
    identity: enIdentity,
    map: enMap,
    notifications: enNotifications,
    presence: enPresence,
    research: enResearch,
    sessions: enSessions,
    spaces: enSpaces,
  },
  fr: {
    about: frAbout,
    attendance: frAttendance,
    booking: frBooking,
    common: frCommon,
    desk: frDesk,
    home: frHome,
    identity: frIdentity,
    map: frMap,
    notifications: frNotifications,
    presence: frPresence,
    research: frResearch,
    sessions: frSessions,
    spaces: frSpaces,
  },
  nl: {
    about: nlAbout,
    attendance: nlAttendance,
    booking: nlBooking,
    common: nlCommon,
    desk: nlDesk,
    home: nlHome,
    identity: nlIdentity,
    map: nlMap,
    notifications: nlNotifications,
    presence: nlPresence,
    research: nlResearch,
    sessions: nlSessions,
    spaces: nlSpaces,
  },
};

export type Domain = keyof typeof MESSAGES.en;
