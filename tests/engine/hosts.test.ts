import { expect, test } from "vitest";
import { hostsOf, proxiesIn } from "../../harness/engine/stages/hosts.ts";

test.for<[given: string, hosts: readonly string[]]>([
  ["https://Vault.example.com:8200/v1?x=1", ["vault.example.com"]],
  ["http://ada:secret@proxy:3128", ["proxy"]],
  ["vault:8200", ["vault"]],
  ["mirror.example.com", ["mirror.example.com"]],
  ["developers", []],
  ["auth/jwt", []],
  ["two words.", []],
])("%s names the hosts %j", ([given, hosts]) => {
  expect(hostsOf({ given })).toEqual(hosts);
});

test("what is no text names no host, and of an environment only the proxies count", () => {
  const environment = {
    HTTPS_PROXY: "http://proxy.example.com:3128",
    NO_PROXY: ".example.com",
    VAULT_ADDR: "https://x.y",
  };

  expect(hostsOf({ agent: { expression: "coder_agent.main.id" }, absent: undefined })).toEqual([]);
  expect(hostsOf(proxiesIn(environment))).toEqual(["proxy.example.com"]);
});
