import { withFrenchSpaces } from "./french-spaces.ts";
import enAbout from "./messages/en/about.json" with { type: "json" };
import enActors from "./messages/en/actors.json" with { type: "json" };
import enAttendance from "./messages/en/attendance.json" with { type: "json" };
import enBackpack from "./messages/en/backpack.json" with { type: "json" };
import enBadges from "./messages/en/badges.json" with { type: "json" };
import enBenchmark from "./messages/en/benchmark.json" with { type: "json" };
import enBlockings from "./messages/en/blockings.json" with { type: "json" };
import enBooking from "./messages/en/booking.json" with { type: "json" };
import enCalendars from "./messages/en/calendars.json" with { type: "json" };
import enCommon from "./messages/en/common.json" with { type: "json" };
import enConsent from "./messages/en/consent.json" with { type: "json" };
import enCredentials from "./messages/en/credentials.json" with { type: "json" };
import enDesk from "./messages/en/desk.json" with { type: "json" };
import enEndorsements from "./messages/en/endorsements.json" with { type: "json" };
import enGuest from "./messages/en/guest.json" with { type: "json" };
import enHome from "./messages/en/home.json" with { type: "json" };
import enIdentity from "./messages/en/identity.json" with { type: "json" };
import enJournal from "./messages/en/journal.json" with { type: "json" };
import enMap from "./messages/en/map.json" with { type: "json" };
import enNotifications from "./messages/en/notifications.json" with { type: "json" };
import enOccupancy from "./messages/en/occupancy.json" with { type: "json" };
import enOperations from "./messages/en/operations.json" with { type: "json" };
import enPartners from "./messages/en/partners.json" with { type: "json" };
import enPlaces from "./messages/en/places.json" with { type: "json" };
import enPractices from "./messages/en/practices.json" with { type: "json" };
import enPresence from "./messages/en/presence.json" with { type: "json" };
import enPrivacy from "./messages/en/privacy.json" with { type: "json" };
import enPrototypes from "./messages/en/prototypes.json" with { type: "json" };
import enResearch from "./messages/en/research.json" with { type: "json" };
import enSaid from "./messages/en/said.json" with { type: "json" };
import enSeries from "./messages/en/series.json" with { type: "json" };
import enSessions from "./messages/en/sessions.json" with { type: "json" };
import enSpaces from "./messages/en/spaces.json" with { type: "json" };
import enWebhooks from "./messages/en/webhooks.json" with { type: "json" };
import frAbout from "./messages/fr/about.json" with { type: "json" };
import frActors from "./messages/fr/actors.json" with { type: "json" };
import frAttendance from "./messages/fr/attendance.json" with { type: "json" };
import frBackpack from "./messages/fr/backpack.json" with { type: "json" };
import frBadges from "./messages/fr/badges.json" with { type: "json" };
import frBenchmark from "./messages/fr/benchmark.json" with { type: "json" };
import frBlockings from "./messages/fr/blockings.json" with { type: "json" };
import frBooking from "./messages/fr/booking.json" with { type: "json" };
import frCalendars from "./messages/fr/calendars.json" with { type: "json" };
import frCommon from "./messages/fr/common.json" with { type: "json" };
import frConsent from "./messages/fr/consent.json" with { type: "json" };
import frCredentials from "./messages/fr/credentials.json" with { type: "json" };
import frDesk from "./messages/fr/desk.json" with { type: "json" };
import frEndorsements from "./messages/fr/endorsements.json" with { type: "json" };
import frGuest from "./messages/fr/guest.json" with { type: "json" };
import frHome from "./messages/fr/home.json" with { type: "json" };
import frIdentity from "./messages/fr/identity.json" with { type: "json" };
import frJournal from "./messages/fr/journal.json" with { type: "json" };
import frMap from "./messages/fr/map.json" with { type: "json" };
import frNotifications from "./messages/fr/notifications.json" with { type: "json" };
import frOccupancy from "./messages/fr/occupancy.json" with { type: "json" };
import frOperations from "./messages/fr/operations.json" with { type: "json" };
import frPartners from "./messages/fr/partners.json" with { type: "json" };
import frPlaces from "./messages/fr/places.json" with { type: "json" };
import frPractices from "./messages/fr/practices.json" with { type: "json" };
import frPresence from "./messages/fr/presence.json" with { type: "json" };
import frPrivacy from "./messages/fr/privacy.json" with { type: "json" };
import frPrototypes from "./messages/fr/prototypes.json" with { type: "json" };
import frResearch from "./messages/fr/research.json" with { type: "json" };
import frSaid from "./messages/fr/said.json" with { type: "json" };
import frSeries from "./messages/fr/series.json" with { type: "json" };
import frSessions from "./messages/fr/sessions.json" with { type: "json" };
import frSpaces from "./messages/fr/spaces.json" with { type: "json" };
import frWebhooks from "./messages/fr/webhooks.json" with { type: "json" };
import nlAbout from "./messages/nl/about.json" with { type: "json" };
import nlActors from "./messages/nl/actors.json" with { type: "json" };
import nlAttendance from "./messages/nl/attendance.json" with { type: "json" };
import nlBackpack from "./messages/nl/backpack.json" with { type: "json" };
import nlBadges from "./messages/nl/badges.json" with { type: "json" };
import nlBenchmark from "./messages/nl/benchmark.json" with { type: "json" };
import nlBlockings from "./messages/nl/blockings.json" with { type: "json" };
import nlBooking from "./messages/nl/booking.json" with { type: "json" };
import nlCalendars from "./messages/nl/calendars.json" with { type: "json" };
import nlCommon from "./messages/nl/common.json" with { type: "json" };
import nlConsent from "./messages/nl/consent.json" with { type: "json" };
import nlCredentials from "./messages/nl/credentials.json" with { type: "json" };
import nlDesk from "./messages/nl/desk.json" with { type: "json" };
import nlEndorsements from "./messages/nl/endorsements.json" with { type: "json" };
import nlGuest from "./messages/nl/guest.json" with { type: "json" };
import nlHome from "./messages/nl/home.json" with { type: "json" };
import nlIdentity from "./messages/nl/identity.json" with { type: "json" };
import nlJournal from "./messages/nl/journal.json" with { type: "json" };
import nlMap from "./messages/nl/map.json" with { type: "json" };
import nlNotifications from "./messages/nl/notifications.json" with { type: "json" };
import nlOccupancy from "./messages/nl/occupancy.json" with { type: "json" };
import nlOperations from "./messages/nl/operations.json" with { type: "json" };
import nlPartners from "./messages/nl/partners.json" with { type: "json" };
import nlPlaces from "./messages/nl/places.json" with { type: "json" };
import nlPractices from "./messages/nl/practices.json" with { type: "json" };
import nlPresence from "./messages/nl/presence.json" with { type: "json" };
import nlPrivacy from "./messages/nl/privacy.json" with { type: "json" };
import nlPrototypes from "./messages/nl/prototypes.json" with { type: "json" };
import nlResearch from "./messages/nl/research.json" with { type: "json" };
import nlSaid from "./messages/nl/said.json" with { type: "json" };
import nlSeries from "./messages/nl/series.json" with { type: "json" };
import nlSessions from "./messages/nl/sessions.json" with { type: "json" };
import nlSpaces from "./messages/nl/spaces.json" with { type: "json" };
import nlWebhooks from "./messages/nl/webhooks.json" with { type: "json" };

/**
 * Every sentence the product says, by language and domain. English is the shape the others must
 * have (messages.test.ts).
 */
export const MESSAGES = {
  en: {
    about: enAbout,
    actors: enActors,
    attendance: enAttendance,
    backpack: enBackpack,
    badges: enBadges,
    benchmark: enBenchmark,
    blockings: enBlockings,
    booking: enBooking,
    calendars: enCalendars,
    common: enCommon,
    consent: enConsent,
    credentials: enCredentials,
    desk: enDesk,
    endorsements: enEndorsements,
    guest: enGuest,
    home: enHome,
    identity: enIdentity,
    map: enMap,
    notifications: enNotifications,
    occupancy: enOccupancy,
    operations: enOperations,
    partners: enPartners,
    places: enPlaces,
    practices: enPractices,
    prototypes: enPrototypes,
    journal: enJournal,
    presence: enPresence,
    privacy: enPrivacy,
    research: enResearch,
    series: enSeries,
    said: enSaid,
    sessions: enSessions,
    spaces: enSpaces,
    webhooks: enWebhooks,
  },
  fr: withFrenchSpaces({
    about: frAbout,
    actors: frActors,
    attendance: frAttendance,
    backpack: frBackpack,
    badges: frBadges,
    benchmark: frBenchmark,
    blockings: frBlockings,
    booking: frBooking,
    calendars: frCalendars,
    common: frCommon,
    consent: frConsent,
    credentials: frCredentials,
    desk: frDesk,
    endorsements: frEndorsements,
    guest: frGuest,
    home: frHome,
    identity: frIdentity,
    map: frMap,
    notifications: frNotifications,
    occupancy: frOccupancy,
    operations: frOperations,
    partners: frPartners,
    places: frPlaces,
    practices: frPractices,
    prototypes: frPrototypes,
    journal: frJournal,
    presence: frPresence,
    privacy: frPrivacy,
    research: frResearch,
    series: frSeries,
    said: frSaid,
    sessions: frSessions,
    spaces: frSpaces,
    webhooks: frWebhooks,
  }),
  nl: {
    about: nlAbout,
    actors: nlActors,
    attendance: nlAttendance,
    backpack: nlBackpack,
    badges: nlBadges,
    benchmark: nlBenchmark,
    blockings: nlBlockings,
    booking: nlBooking,
    calendars: nlCalendars,
    common: nlCommon,
    consent: nlConsent,
    credentials: nlCredentials,
    desk: nlDesk,
    endorsements: nlEndorsements,
    guest: nlGuest,
    home: nlHome,
    identity: nlIdentity,
    map: nlMap,
    notifications: nlNotifications,
    occupancy: nlOccupancy,
    operations: nlOperations,
    partners: nlPartners,
    places: nlPlaces,
    practices: nlPractices,
    prototypes: nlPrototypes,
    journal: nlJournal,
    presence: nlPresence,
    privacy: nlPrivacy,
    research: nlResearch,
    series: nlSeries,
    said: nlSaid,
    sessions: nlSessions,
    spaces: nlSpaces,
    webhooks: nlWebhooks,
  },
};

export type Domain = keyof typeof MESSAGES.en;
