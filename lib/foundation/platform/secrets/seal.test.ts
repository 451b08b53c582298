import { expect, test } from "vitest";
import { seal, unseal } from "./seal.ts";

test("what is sealed is read with the same key only, and unchanged", () => {
  const sealed = seal("key", "JBSWY3DPEHPK3PXP");

  expect(sealed).not.toContain("JBSWY3DPEHPK3PXP");
  expect(unseal("key", sealed)).toBe("JBSWY3DPEHPK3PXP");
  expect(() => unseal("another key", sealed)).toThrow();
  expect(() => unseal("key", `${sealed.slice(0, -2)}AA`)).toThrow();
});
