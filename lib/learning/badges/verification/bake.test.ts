import fc from "fast-check";
import { expect, test } from "vitest";
import { AT, givenIssuer } from "#testing/badges.ts";
import { bakePng, bakeSvg, drawnPng } from "../credentials/bake.ts";
import { SEAL } from "../credentials/picture.ts";
import { readBadge } from "./read.ts";
import { verifyBadge } from "./verify.ts";

const words = (found: Awaited<ReturnType<typeof readBadge>>) =>
  found.is === "jwt"
    ? found.token
    : found.is === "json"
      ? JSON.stringify(found.credential)
      : found.code;

test("what is baked comes out byte for byte, and is genuine", async () => {
  const issuer = await givenIssuer();
  const png = await drawnPng(SEAL);
  for (const badge of [JSON.stringify(await issuer.badge()), await issuer.token()]) {
    const baked = [await bakePng(png, badge), Buffer.from(bakeSvg(SEAL, badge))];
    for (const [at, bytes] of baked.entries()) {
      const found = await readBadge(bytes);
      expect(words(found)).toBe(badge);
      expect(found).toMatchObject({ container: at === 0 ? "png" : "svg" });
      expect(await verifyBadge(bytes, { now: AT, fetch: issuer.fetch })).toMatchObject({
        verdict: "genuine",
      });
    }
  }
});

test("a picture that is baked again holds the new badge alone, and the same picture", async () => {
  const { default: extract } = await import("png-chunks-extract");
  const png = await drawnPng(SEAL);
  const twice = await bakePng(await bakePng(png, '{"a":1}'), '{"b":2}');
  expect(words(await readBadge(twice))).toBe('{"b":2}');
  const without = extract(twice).filter(({ name }) => name !== "iTXt");
  expect(without).toEqual(extract(png));
});

test("any text that is JSON comes out of both as it was", async () => {
  const png = await drawnPng(SEAL);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" })),
      async (object) => {
        const badge = JSON.stringify(object);
        expect(words(await readBadge(await bakePng(png, badge)))).toBe(badge);
        expect(words(await readBadge(Buffer.from(bakeSvg(SEAL, badge))))).toBe(badge);
      },
    ),
    { numRuns: 100, examples: [[{ "]]>": "<![CDATA[ & </openbadges:credential> é" }]] },
  );
});

test("of a PDF it is said where its badge is", async () => {
  const found = await readBadge(Buffer.from("%PDF-1.7\n%%EOF\n"));
  expect(found).toEqual({ is: "nothing", code: "pdf" });
});

test("two badges in one picture are refused", async () => {
  const { default: encode } = await import("png-chunks-encode");
  const { default: extract } = await import("png-chunks-extract");
  const chunks = extract(await bakePng(await drawnPng(SEAL), '{"a":1}'));
  const both = encode(
    chunks.flatMap((chunk) => (chunk.name === "iTXt" ? [chunk, chunk] : [chunk])),
  );
  expect(await readBadge(both)).toEqual({ is: "nothing", code: "two_badges" });
  const svg = bakeSvg(bakeSvg(SEAL, '{"a":1}'), '{"b":2}');
  expect(await readBadge(Buffer.from(svg))).toEqual({ is: "nothing", code: "two_badges" });
  expect(await readBadge(await drawnPng(SEAL))).toEqual({
    is: "nothing",
    code: "no_badge_in_picture",
  });
  expect(await readBadge(Buffer.from(SEAL))).toEqual({
    is: "nothing",
    code: "no_badge_in_picture",
  });
});

test("a picture whose sums do not fit is broken", async () => {
  const baked = Buffer.from(await bakePng(await drawnPng(SEAL), '{"a":1}'));
  baked[baked.indexOf('{"a":1}') + 5] = 0x32;
  expect(await readBadge(baked)).toEqual({ is: "nothing", code: "broken_picture" });
});

test("a picture made to be read for ever is read in time", async () => {
  const hostile = [
    "<![CDATA[]]>".repeat(300_000),
    "<!---->".repeat(500_000),
    `xmlns:a="${"x".repeat(10)}" `.repeat(150_000),
    `xmlns:a${" ".repeat(3_900_000)}`,
    `xmlns:b="https://purl.imsglobal.org/ob/v3p0" ${"<b:credential".repeat(250_000)}`,
    `xmlns:b="https://purl.imsglobal.org/ob/v3p0" <b:credential ${" verify".repeat(500_000)}>`,
  ];
  for (const inner of hostile) {
    const began = performance.now();
    expect(await readBadge(Buffer.from(`<svg ${inner}`))).toMatchObject({ is: "nothing" });
    expect(performance.now() - began).toBeLessThan(2_000);
  }
});
