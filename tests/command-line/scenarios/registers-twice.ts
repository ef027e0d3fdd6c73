import { test } from "vitest";

for (const time of ["first", "second"]) {
  test(`registers ${time}`, { meta: { subject: "module", requirement: "LOGIN-01", token: "custom" } }, () => {});
}
