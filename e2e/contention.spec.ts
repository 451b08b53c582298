import { expect, test } from "@playwright/test";
import { signInAs } from "./people.ts";
import { ONCE } from "./runs.ts";
import { tryOf } from "./tries.ts";

const PEOPLE = 50;
const ROUNDS = 20;
const HOURS = [10, 11, 12, 14, 15];

test(
  "fifty ask for one room, hour and laptops at once, through the API: one gets it, twenty times",
  ONCE,
  async ({ page, baseURL }, info) => {
    test.setTimeout(120_000);
    await signInAs(page, "learner", "en");
    const [session] = await page.context().cookies();
    const headers = {
      cookie: `${session?.name}=${session?.value}`,
      origin: baseURL ?? "",
      "content-type": "application/json",
    };

    // Days of its own for each try: five hours on each, so that four of them would do.
    const firstDay = Temporal.Now.plainDateISO("Europe/Brussels").add({
      days: 40 + 30 * tryOf(info),
    });
    const hours = Array.from({ length: 30 }, (_, day) => firstDay.add({ days: day }))
      .filter((day) => day.dayOfWeek < 6)
      .flatMap((day) =>
        HOURS.map((hour) =>
          day.toPlainDateTime({ hour }).toZonedDateTime("Europe/Brussels").toInstant(),
        ),
      );

    let rounds = 0;
    for (const start of hours) {
      if (rounds === ROUNDS) break;
      const end = start.add({ hours: 1 });
      const search = new URLSearchParams({
        start: `${start}`,
        end: `${end}`,
        people: "4",
        equipment: "laptop:5",
      });
      const { items } = await (await fetch(`${baseURL}/api/v1/availability?${search}`)).json();
      if (items.length === 0) continue; // a public holiday
      const body = JSON.stringify({
        roomId: items[0].roomId,
        start,
        end,
        people: 4,
        equipment: [{ kind: "laptop", quantity: 5 }],
      });
      const answers = await Promise.all(
        Array.from({ length: PEOPLE }, () =>
          fetch(`${baseURL}/api/v1/bookings`, { method: "POST", headers, body }),
        ),
      );

      const refusals = await Promise.all(
        answers.filter(({ status }) => status === 409).map((answer) => answer.json()),
      );
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(refusals).toHaveLength(PEOPLE - 1);
      for (const { code, alternatives } of refusals) {
        expect(code).toMatch(/^booking\.(slot|equipment)_taken$/);
        expect(alternatives).toBeInstanceOf(Array);
      }
      rounds += 1;
    }
    expect(rounds).toBe(ROUNDS);
  },
);
