import { test } from "@playwright/test";

/** The pictures of README.md: `SCREENSHOTS=1 npm test` makes them anew. */
test.skip(!process.env.SCREENSHOTS, "only when the pictures are to be made anew");

test("the pictures of the README", async ({ page }, { project }) => {
  const path = project.name === "phone" ? "/fr/book/when?people=8&hours=2&space=plaine-images" : "/nl";
  await page.goto(path);
  await page.screenshot({ path: `docs/images/${project.name}.png` });
});
