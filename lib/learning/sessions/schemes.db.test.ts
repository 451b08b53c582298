import { expect } from "vitest";
import { test } from "#testing/database.ts";
import { listSchemes, markOfScheme, saveScheme } from "./schemes.ts";

const SCHEME = { code: "RCO81", name: "Samen", project: "Een project", indicators: [] };

test("what a colleague has changed of a scheme since it was seen is not written over", async ({
  ctx,
  given,
}) => {
  const administrator = given.as(
    ctx,
    await given.person([{ role: "administrator", spaceId: null }]),
  );
  const { id } = await saveScheme(administrator, SCHEME);
  const seen = async () => {
    const scheme = (await listSchemes(ctx)).find((one) => one.id === id);
    return markOfScheme(scheme ?? expect.fail());
  };
  const both = await seen();
  await saveScheme(administrator, { ...SCHEME, name: "De eerste" }, id, both);
  const second = { ...SCHEME, name: "De tweede" };
  await expect(saveScheme(administrator, second, id, both)).rejects.toMatchObject({
    reason: { code: "common.changed_meanwhile" },
  });
  await saveScheme(administrator, second, id, await seen());
  expect(await listSchemes(ctx)).toContainEqual(expect.objectContaining(second));
});
