import { expect, test } from "vitest";
import { linkedInAddress } from "./linked-in.ts";

const BADGE = {
  name: "Réparer & prêter",
  issuer: "Trivium",
  awardedOn: "2026-03-02T06:00:00Z",
  endsOn: "2029-11-30",
  address: "https://trivium.example/nl/badges/awarded/1?share=a%20b",
  id: "1",
};

test.each<[what: string, change: Partial<typeof BADGE> | object, dates: Record<string, string>]>([
  [
    "a badge that ends",
    {},
    { issueYear: "2026", issueMonth: "3", expirationYear: "2029", expirationMonth: "11" },
  ],
  ["one that stays", { endsOn: null }, { issueYear: "2026", issueMonth: "3" }],
  ["one without a day", { awardedOn: null, endsOn: null }, {}],
])("LinkedIn is told of %s what the badge says, and no more", (_, change, dates) => {
  const address = new URL(linkedInAddress({ ...BADGE, ...change }));
  expect(`${address.origin}${address.pathname}`).toBe("https://www.linkedin.com/profile/add");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    startTask: "CERTIFICATION_NAME",
    name: BADGE.name,
    organizationName: BADGE.issuer,
    ...dates,
    certUrl: BADGE.address,
    certId: BADGE.id,
  });
});
