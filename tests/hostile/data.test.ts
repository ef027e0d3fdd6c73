import { execa } from "execa";
import { describe, expect, test } from "vitest";
import { attacks, hostileModules } from "../../tools/index.ts";

const all = [...hostileModules, ...attacks];

describe("what is hostile", () => {
  test("is at least 60 modules and 40 attacks, each under a name of its own", () => {
    const names = all.map(({ name }) => name);

    expect(hostileModules.length).toBeGreaterThanOrEqual(60);
    expect(attacks.length).toBeGreaterThanOrEqual(40);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
    expect(names.filter((name) => !/^[a-z0-9-]+$/.test(name))).toEqual([]);
  });

  test("says in a sentence what it tries, and what must not come of it", () => {
    const unsaid = all.filter(({ tries, mustNot }) => !/^[A-Z`].*\.$/.test(tries) || !/^[A-Z`].*\.$/.test(mustNot));

    expect(unsaid.map(({ name }) => name)).toEqual([]);
  });

  test("acts in every place, also among the quick ones", () => {
    const places = new Set(hostileModules.map(({ where }) => where));
    const quick = hostileModules.filter((act) => act.quick || !act.alone).map(({ where }) => where);

    expect([...places].sort()).toEqual(["apply", "package", "plan", "start", "sudo"]);
    expect(new Set(quick)).toEqual(places);
  });

  test("is bash that can be read", async () => {
    const scripts = [
      ...hostileModules.filter(({ where }) => where !== "plan").map(({ name, act }) => ({ name, act })),
      ...attacks.map(({ name, act, command, after = "" }) => ({ name, act: [act, command, after].join("\n") })),
    ];
    const functions = scripts.map(({ name, act }) => `act_${name.replaceAll("-", "_")}() {\n${act}\n}\n`);

    const { exitCode, stderr } = await execa("/bin/bash", ["-n"], { input: functions.join("\n"), reject: false });

    expect(exitCode, stderr).toBe(0);
  });
});
