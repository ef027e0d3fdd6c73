import { stat, writeFile } from "node:fs/promises";
import { execa } from "execa";
import { expect } from "vitest";
import { test } from "./published.ts";

const base = "https://releases.hashicorp.com/vault";
const cli = "#!/bin/sh\nprintf '<%s>' \"$@\"\n";

test("an archive passes unzip and python, and its digest is the published one", async ({ published }) => {
  const { network } = published;
  const archive = "vault_1.17.5_linux_amd64.zip";
  await network.curl("-O", `${base}/1.17.5/${archive}`, "-O", `${base}/1.17.5/vault_1.17.5_SHA256SUMS`);

  const run = execa({ cwd: network.folder });
  expect((await run`unzip -t ${archive}`).stdout).toContain("No errors detected");
  expect((await run`python3 -m zipfile -t ${archive}`).stdout).not.toContain("Bad CRC");
  expect((await run`sha256sum --ignore-missing -c vault_1.17.5_SHA256SUMS`).stdout).toBe(`${archive}: OK`);
});

test.for(["version", "-version", "--version", "-v"])(
  "the program reports its version (%s)",
  async (flag, { published }) => {
    const vault = await published.install("1.17.5");

    expect((await execa(vault, [flag])).stdout).toMatch(
      /^Vault v1\.17\.5 \([0-9a-f]{40}\), built 2024-01-01T00:00:00Z$/,
    );
  },
);

test("before 1.11 the time of the build is not told", async ({ published }) => {
  const vault = await published.install("1.9.10");

  expect((await execa(vault, ["version"])).stdout).toMatch(/^Vault v1\.9\.10 \([0-9a-f]{40}\)$/);
});

test("every other call goes to the real CLI as it is", async ({ published }) => {
  await writeFile(published.cli, cli, { mode: 0o755 });
  const vault = await published.install("1.17.5");

  const { stdout } = await execa(vault, ["kv", "get", "-field=a b", "$HOME"]);

  expect(stdout).toBe("<kv><get><-field=a b><$HOME>");
  expect((await stat(vault)).mode & 0o777).toBe(0o755);
});

const names = `#!/bin/sh
export -p | sed -n 's/^export \\([A-Z_]*\\)=.*/\\1/p' | grep -E '^(BAO|VAULT|NOT_BAO)_'
printf '<%s>' "$@"
exit 7
`;

test.for([["dash"], ["bash", "--posix"], ["busybox", "sh"]])(
  "variables of OpenBao's own do not reach the real CLI (%j)",
  async (shell, { published }) => {
    await writeFile(published.cli, names, { mode: 0o755 });
    const vault = await published.install("1.17.5");
    const [command = "", ...args] = [...shell, vault, "a  *", "", "BAO_ADDR=x"];

    const { stdout, exitCode } = await execa(command, args, {
      reject: false,
      env: {
        BAO_ADDR: "https://elsewhere.example.com",
        BAO_TOKEN: "it's $(id) \n BAO_SKIP_VERIFY=* ",
        BAO_SOMETHING_NEW: "",
        VAULT_ADDR: "https://vault.example.com",
        NOT_BAO_ADDR: "BAO_CACERT=x -n * `id`",
      },
    });

    expect(stdout).toBe("NOT_BAO_ADDR\nVAULT_ADDR\nVAULT_CONFIG_PATH\n<a  *><><BAO_ADDR=x>");
    expect(exitCode).toBe(7);
  },
);

test.for([
  ["~/.vault", {}, "/home/ada/.vault"],
  ["the file that VAULT_CONFIG_PATH names", { VAULT_CONFIG_PATH: "/etc/vault-cli" }, "/etc/vault-cli"],
] as const)("the real CLI reads %s", async ([, environment, file], { published }) => {
  await writeFile(published.cli, `#!/bin/sh\nprintf %s "$VAULT_CONFIG_PATH"\n`, { mode: 0o755 });
  const vault = await published.install("1.17.5");

  const { stdout } = await execa(vault, ["print", "token"], { env: { HOME: "/home/ada", ...environment } });

  expect(stdout).toBe(file);
});

test("the same version and platform give the same bytes, another platform gives others", async ({ published }) => {
  const get = async (arch: string): Promise<string> =>
    (await published.network.curl(`${base}/1.17.5/vault_1.17.5_linux_${arch}.zip`)).body;

  expect(await get("amd64")).toBe(await get("amd64"));
  expect(await get("amd64")).not.toBe(await get("arm64"));
});
