import { describe, expect, test } from "vitest";
import { distinctivePart, holdsText, linesBeyond } from "../../harness/engine/logs/index.ts";

const reason = `error validating token: invalid audience (aud) claim: audience claim does not match any bound audience`;
const part = "audience claim does not match any bound audience";

describe("a log holds a reason", () => {
  test.each([
    ["as it is", reason],
    ["at 60 columns", reason.replace(/(.{60})/g, "$1\n")],
    ["at 20 columns, with a name before each line", `vault-jwt: ${reason.replace(/(.{20})/g, "$1\nvault-jwt: ")}`],
    ["at 9 columns, with a time before each line", reason.replace(/(.{9})/g, "$1\n[2026-01-02T03:04:05Z] ERROR ")],
    ["at words, in a box", `│ ${reason.replace(/ /g, "   │\n│ ")} │`],
    ["in JSON", JSON.stringify({ errors: [`1 error occurred:\n\t* ${reason}\n\n`], ok: false })],
    ["in JSON of ASCII", JSON.stringify(reason).replace(/[()]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)],
    ["in colour and capitals", `\u001b[31m${reason.toUpperCase()}\u001b[0m`],
    ["with lines of its own around it", `Anmeldung abgelehnt\n${reason}\nBitte melden`],
  ])("%s", (_, log) => expect(holdsText(log, part)).toBe(true));

  test.each([
    ["nothing", ""],
    ["another reason", reason.replace("bound audience", "bound issuer")],
    ["what Vault says of every token", "error validating token"],
    ["a part of it alone", part.slice(0, 30)],
    ["its words in another order", part.split(" ").toReversed().join(" ")],
    ["its two halves with lines between", `${part.slice(0, 20)}\nelse\n${part.slice(20)}`],
  ])("but not in %s", (_, log) => expect(holdsText(log, part)).toBe(false));
});

describe("the part of a reason that tells it from others", () => {
  test.each([
    [reason, part],
    ['role "x" could not be found', 'role "x" could not be found'],
    ["no handler for route: 404", "no handler for route: 404"],
    ["", ""],
  ])("%s", (whole, wanted) => expect(distinctivePart(whole)).toBe(wanted));
});

describe("the lines that one log has beyond another", () => {
  test("differ by more than values", () => {
    const log = "Installing CLI 1.17.5\n12:31 login at https://a.example as 'x'\nno JWT: doesn't exist";
    const other = "Installing CLI 1.18.1\n09:12 login at https://b.example as 'y'";

    expect(linesBeyond(log, other)).toEqual(["no JWT: doesn't exist"]);
    expect(linesBeyond(other, log)).toEqual([]);
  });

  test("differ by what they say in JSON", () => {
    const log = '{"step":"login","success":false,"reason":"no JWT is available"}';
    const other = '{"step":"login","success":false,"reason":"the token is opaque"}';

    expect(linesBeyond(log, other)).toEqual([log]);
    expect(linesBeyond(log, log.replace("login", "cli"))).toEqual([]);
  });
});
