import { expect, test } from "vitest";
import { createCertificateAuthority, createKeyServer, createSigner } from "../../harness/identity/index.ts";
import { listen } from "./loopback.ts";

test("the keys are found by URL and by discovery, and can be replaced", async () => {
  const authority = await createCertificateAuthority();
  const [first, second] = await Promise.all([createSigner(), createSigner()]);
  await using keys = await createKeyServer({ authority, jwks: first.jwks });
  await using network = await listen(keys.server, authority.certificate);

  const discovered = JSON.parse((await network.curl(`${keys.url}/.well-known/openid-configuration`)).body);
  const before = await network.curl(keys.jwksUrl);
  const replaced = keys.publish(second.jwks);
  const after = await network.curl(keys.jwksUrl);
  replaced[Symbol.dispose]();
  const again = await network.curl(keys.jwksUrl);

  expect(discovered).toMatchObject({ issuer: keys.url, jwks_uri: keys.jwksUrl });
  expect([before, after, again].map(({ body }) => JSON.parse(body))).toEqual([first.jwks, second.jwks, first.jwks]);
  expect(keys.requests).toHaveLength(4);
});

test("an outage lasts until it is ended", async () => {
  const authority = await createCertificateAuthority();
  const { jwks } = await createSigner();
  await using keys = await createKeyServer({ authority, jwks });
  await using network = await listen(keys.server, authority.certificate);

  const outage = keys.outage("down");
  const during = await network.curl(keys.jwksUrl);
  outage[Symbol.dispose]();

  expect(during.exitCode).toBe(35);
  expect((await network.curl(keys.jwksUrl)).exitCode).toBe(0);
});
