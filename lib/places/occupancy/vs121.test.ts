import { expect, test } from "vitest";
import { decodeVs121 } from "./vs121.ts";

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, "hex"));

test.each([
  ["04C9030800A106CD05", { count: 3, regions: [1, 6, 8], max: 5 }],
  ["05CC02000100", { in: 2, out: 1 }],
  ["05CC00010201", { in: 256, out: 258 }],
  ["04C900080000", { count: 0, regions: [] }],
  ["FF0101FF090300", {}],
  ["07D5010203040506070804C9090100 01".replace(" ", ""), { count: 9, regions: [1] }],
  ["", {}],
])("the frame %s says %j", (hex, said) => {
  expect(decodeVs121(bytes(hex))).toEqual(said);
});

test("what follows an unknown part is not guessed at", () => {
  expect(decodeVs121(bytes("04C901010001AB12FFFF05CC01000000"))).toEqual({
    count: 1,
    regions: [1],
  });
});

test.each(["04C903", "05CC0200", "06CD"])("the frame %s is cut short", (hex) => {
  expect(decodeVs121(bytes(hex))).toBeNull();
});
