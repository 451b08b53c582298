import { Ajv2019 } from "ajv/dist/2019.js";
import { expect, test } from "vitest";
import { publicSpace, spaceApi } from "./exchange.ts";
import type { Resource, Space } from "./queries.ts";

const space: Space = {
  id: "11111111-1111-4111-8111-111111111111",
  changedAt: Temporal.Instant.from("2026-01-01T00:00:00Z"),
  slug: "plaine-images",
  name: "Plaine Images",
  kind: "coworking",
  country: "FR",
  region: "hauts-de-france",
  language: "fr",
  address: "99A Boulevard Descat",
  postcode: "59200",
  city: "Tourcoing",
  communeCode: "59599",
  lat: 50.7107,
  lon: 3.1596,
  precision: "address",
  timeZone: "Europe/Paris",
  openingHours: "Mo-Fr 09:00-18:00; PH off",
  summary: {},
  features: ["wheelchair"],
  audiences: [],
  phone: null,
  missedAllowed: null,
  website: null,
  source: "invented",
  published: true,
  licence: "CC0-1.0",
  createdAt: Temporal.Instant.from("2026-11-24T10:00:00Z"),
};

test("the API tells of a space what a visitor may know, and what a booking needs", () => {
  const room = {
    id: "r",
    kind: "room",
    name: "Salle",
    capacity: 8,
    features: [],
    bufferMinutes: 15,
  } as unknown as Resource;
  const layout = {
    ...{ id: "l", roomId: "r", roomName: "Salle", names: { fr: "En îlots" }, seats: 6 },
    ...{ plan: { width: 500, depth: 400, objects: [] }, isRetired: false },
  };
  const layouts = [
    layout,
    { ...layout, id: "retired", isRetired: true },
    { ...layout, id: "elsewhere", roomId: "s" },
  ];
  const shown = publicSpace({ ...space, resources: [room] }, [], layouts);
  expect(shown).toMatchObject({
    slug: "plaine-images",
    rooms: [{ id: "r", capacity: 8, layouts: [{ id: "l", names: { fr: "En îlots" }, seats: 6 }] }],
    equipment: [],
  });
  expect(shown).not.toHaveProperty("id");
  expect(JSON.stringify(shown)).not.toContain("bufferMinutes");
});

const OPEN = { isOpen: true, until: null } as const;

test("SpaceAPI says open or closed, and names nobody", () => {
  expect(spaceApi(space, OPEN)).toMatchObject({
    api_compatibility: ["15"],
    state: { open: true },
    location: { lat: 50.7107, timezone: "Europe/Paris" },
  });
});

/**
 * Version 15 of the published schema, retyped as far as we use it. It allows more; what we do not mean to say is refused here,
 * the names of those present first of all.
 * @see https://github.com/SpaceApi/schema (15.json)
 */
const text = { type: "string" };
const SPACE_API = {
  type: "object",
  required: ["api_compatibility", "space", "logo", "url", "contact"],
  additionalProperties: false,
  properties: {
    api_compatibility: { type: "array", items: text, contains: { const: "15" } },
    space: text,
    logo: text,
    url: text,
    location: {
      type: "object",
      minProperties: 1,
      dependentRequired: { lat: ["lon"], lon: ["lat"] },
      additionalProperties: false,
      properties: {
        address: text,
        lat: { type: "number" },
        lon: { type: "number" },
        timezone: text,
        country_code: text,
      },
    },
    contact: { type: "object", additionalProperties: false, properties: { phone: text } },
    state: {
      type: "object",
      additionalProperties: false,
      properties: {
        open: { type: "boolean" },
        lastchange: { type: "number" },
        message: { type: "string" },
      },
    },
    sensors: {
      type: "object",
      additionalProperties: false,
      properties: {
        people_now_present: {
          type: "array",
          items: {
            type: "object",
            required: ["value"],
            additionalProperties: false,
            properties: {
              value: { type: "number" },
              location: text,
              lastchange: { type: "number" },
            },
          },
        },
      },
    },
  },
};

test.each([
  [
    "open, with people",
    space,
    OPEN,
    { value: 15, at: Temporal.Instant.from("2026-11-24T10:00:00.5Z") },
  ],
  ["outside its hours", space, { isOpen: false, closedFor: null } as const, null],
  [
    "shut by a closure",
    space,
    {
      isOpen: false,
      closedFor: { reason: "Painting", until: Temporal.Instant.from("2026-11-25T10:00:00Z") },
    } as const,
    null,
  ],
  ["with a telephone", { ...space, phone: "+33 3 20 00 00 00" }, OPEN, null],
  ["without an address", { ...space, address: null, postcode: null }, OPEN, null],
])("SpaceAPI of a place that is %s keeps the published schema", (_, place, openness, people) => {
  const ajv = new Ajv2019();
  ajv.validate(SPACE_API, spaceApi(place, openness, people));
  expect(ajv.errors).toBeNull();
});

test("SpaceAPI tells how many are there only when it is handed a figure, and never who", () => {
  expect(spaceApi(space, OPEN)).not.toHaveProperty("sensors");
  const told = spaceApi(space, OPEN, {
    value: 15,
    at: Temporal.Instant.from("2026-11-24T10:00:00.5Z"),
  });
  expect(told.sensors?.people_now_present[0]).toEqual({ value: 15, lastchange: 1_795_514_400 });
  const withNames = { ...told, sensors: { people_now_present: [{ value: 1, names: ["Noor"] }] } };
  expect(new Ajv2019().validate(SPACE_API, withNames)).toBe(false);
});
