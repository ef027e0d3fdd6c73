import { type Assumption, expect, failAs } from "../harness/engine/index.ts";
import { poll } from "../harness/waiting/index.ts";
import { expectVersion } from "./cli/cli.ts";
import { expectNoLogin } from "./no-login.ts";
import { tokenIn, tokenOf, variableIn } from "./token.ts";

/** A start with a good JWT succeeds, and a new terminal has a token of Vault's. */
export const aGoodStart: Assumption = {
  requirement: "LOGIN-01",
  isControl: true,
  async show({ vault, coder }) {
    const role = await vault.role();
    const workspace = await coder.start({ role: role.name });
    expect(workspace.script).toHaveSucceeded();
    await tokenOf(workspace, vault);
    return workspace.script.log;
  },
};

/** The same with whatever token the module takes: it may not send the owner's. */
export const aGoodStartWithAnyToken: Assumption = { ...aGoodStart, token: "none" };

/** Vault accepts a login of the module's, whenever that comes. */
export const aLogin: Assumption = {
  requirement: "LOGIN-01",
  isControl: true,
  async show({ vault, coder }) {
    const role = await vault.role();
    const workspace = await coder.start({ role: role.name });
    const accepted = async () => ((await vault.accessors()).length > 0 ? true : undefined);
    const isAccepted = await poll(accepted, { what: "a login", limit: 5_000 }).catch(() => false);
    if (!isAccepted) failAs("Vault to accept a login within 5 s of the start", "it accepted none");
    return workspace.script.log;
  },
};

/** New terminals have a token of Vault's, whenever that comes. */
export const aTokenInShells: Assumption = {
  requirement: "LOGIN-01",
  isControl: true,
  async show({ vault, coder }) {
    const role = await vault.role();
    const workspace = await coder.start({ role: role.name });
    const knownToken = async () => {
      const token = await tokenIn(workspace);
      return token !== "" && (await vault.lookup(token)) !== undefined ? true : undefined;
    };
    const hasToken = await poll(knownToken, { what: "a token in new terminals", limit: 5_000 }).catch(() => false);
    if (!hasToken) failAs("a new terminal to have a token within 5 s of the start", "it has none");
    return workspace.script.log;
  },
};

/** New terminals have VAULT_TOKEN. */
export const aTokenVariable: Assumption = {
  requirement: "LOGIN-05",
  isControl: true,
  async show({ vault, coder }) {
    const role = await vault.role();
    const workspace = await coder.start({ role: role.name });
    expect((await variableIn(workspace)) === "" ? "unset" : "set", "VAULT_TOKEN in a new terminal").toBe("set");
    return workspace.script.log;
  },
};

/** A login that Vault refuses fails the start, and the log gives Vault's reason. */
export const aRefusal: Assumption = {
  requirement: "LOGIN-06",
  async show({ vault, coder }) {
    const role = await vault.role({ boundAudiences: ["https://elsewhere.example"] });
    const workspace = await coder.start({ role: role.name });
    await expectNoLogin(workspace, vault);
    expect(workspace.script).toHaveFailed();
    expect(workspace.script.log).toGiveReason(await vault.lastRefusal());
    return workspace.script.log;
  },
};

/** A pinned version of the CLI takes the place of an older one. */
export const anInstall: Assumption = {
  requirement: "CLI-04",
  isControl: true,
  async show({ vault, coder }) {
    const role = await vault.role();
    const workspace = await coder.start({ role: role.name, inputs: { vault_cli_version: "1.17.5" }, cli: "1.16.3" });
    await expectVersion(workspace, "1.17.5");
    return workspace.script.log;
  },
};
