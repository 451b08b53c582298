import { expect, test } from "vitest";
import { contextWords, weaknessOf } from "./password-strength.ts";

const rosa = ["Trivium", "Rosa Peeters", "rosa.peeters@fabriek-kortrijk.be", "La Fabrique"];

test.each([
  "password1234",
  "Password1234!",
  "P@ssw0rd1234",
  "4321drowssap",
  "passwordpassword",
  "qwertyuiop123",
  "azertyuiop123",
  "1q2w3e4r5t6y",
  "123456789012",
  "aaaaaaaaaaaa",
  "abcdefghijkl",
  "20261128202611",
  "iloveyou1234",
  "letmeinletmein",
  "administrator1",
  "welkom123456",
  "Welkom2026!!",
  "wachtwoord12",
  "Wachtwoord2026!",
  "zomer2026zomer",
  "beheerder1234",
  "motdepasse123",
  "Motdepasse2026!",
  "jetaime12345",
  "bonjour12345",
  "soleil123456",
])("%s is what people choose", async (password) => {
  expect(await weaknessOf(password, rosa)).toEqual({ code: "identity.password_common" });
});

test.each([
  "Trivium2026!!",
  "tr1v1um-tr1v1um",
  "met de trivium op weg",
  "Peeters-en-zoon-88",
  "p33ters in de regen",
  "rosapeeters-4-ever",
  "fabriek in de zon",
  "Kortrijk aan de Leie",
  "la fabrique du bonheur",
])("%s is about its owner or the network", async (password) => {
  expect(await weaknessOf(password, rosa)).toEqual({ code: "identity.password_about_you" });
});

test.each([
  "three roads that meet",
  "fiets regen dinsdag lamp",
  "tafel stoel raam",
  "le chat dort bien",
  "café, terrasse, nuage",
  "xk3-9vq-pl2-zz",
  "correct horse battery",
  "東京の雨と赤い傘が三本",
])("%s may be chosen", async (password) => {
  expect(await weaknessOf(password, rosa)).toBeNull();
});

test("short parts of a name are in too many words to be refused", () => {
  expect(contextWords(["Jo De Wit", "jo@x.be"])).toEqual(["jodewit", "joxbe"]);
  expect(contextWords(["Noël Lefèvre"])).toEqual(["noel", "lefevre", "noellefevre"]);
});
