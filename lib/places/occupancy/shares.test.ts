import fc from "fast-check";
import { expect, test } from "vitest";
import { sharesOf, withholdFew } from "./shares.ts";

test("utilisation is frequency times occupancy", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 9_000 }),
      fc.nat(1_000),
      fc.nat(1_000),
      (open, used, seats) => {
        const { frequency, occupancy, utilisation } = sharesOf(open, used, Math.min(used, seats));
        expect((frequency ?? 0) * (occupancy ?? 0)).toBeCloseTo(utilisation ?? 0, 9);
      },
    ),
  );
});

test("what was not open, used or measured has no share", () => {
  expect(sharesOf(0, 0, 0)).toMatchObject({ frequency: null, occupancy: null, utilisation: null });
  expect(sharesOf(600, 0, 0)).toMatchObject({ frequency: 0, occupancy: null, utilisation: 0 });
});

const line = (key: string, hours: number) => ({
  key,
  shares: {
    booked: sharesOf(6_000, 60, 30),
    attended: sharesOf(6_000, hours * 60, hours * 20),
    sensed: sharesOf(0, 0, 0),
  },
});

test.each([
  ["nothing of lines with hours enough", [9, 4, 0], []],
  ["the lines of a meeting or two", [9, 3, 1], [1, 2]],
  ["with a lone one the least used beside it", [9, 20, 2], [0, 2]],
  ["a lone line without others", [2, 0, 0], [0]],
])("withheld is %s", (_, hours, withheld) => {
  const told = withholdFew(hours.map((count, at) => line(String(at), count)));
  const found = told.flatMap(({ shares }, at) => (shares.attended.isWithheld ? [at] : []));
  expect(found).toEqual(withheld);
  for (const { shares } of told) {
    expect(shares.booked.occupancy).not.toBeNull();
    if (shares.attended.isWithheld)
      expect(shares.attended).toMatchObject({ occupancy: null, utilisation: null });
    expect(shares.attended.frequency).not.toBeNull();
  }
});
