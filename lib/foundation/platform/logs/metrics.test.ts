import { expect, test } from "vitest";
import { isMetricsToken, routeTemplate } from "./metrics.ts";

test.each([
  ["/api/v1/bookings", "/api/v1/bookings"],
  [
    "/api/v1/bookings/6f1f5f0e-8a4e-4c63-9a52-6a9d1f0f2b11/check-in",
    "/api/v1/bookings/:id/check-in",
  ],
  ["/api/v1/spaces/la-fabrique/events", "/api/v1/spaces/:slug/events"],
  ["/calendar/secret-token.ics", "/calendar/:slug"],
])("%s counts as %s", (path, template) => {
  expect(routeTemplate(path)).toBe(template);
});

test.each([
  ["the token", "Bearer correct-horse-battery", true],
  ["another", "Bearer correct-horse-batterz", false],
  ["a shorter one", "Bearer c", false],
  ["none", null, false],
])("%s opens: %s", (_, given, opens) => {
  expect(isMetricsToken(given, "correct-horse-battery")).toBe(opens);
});
