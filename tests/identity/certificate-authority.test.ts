import { createPrivateKey, X509Certificate } from "node:crypto";
import { expect, test } from "vitest";
import { createCertificateAuthority } from "../../harness/identity/index.ts";

const names = ["vault.example.com", "127.0.0.1", "::1"];

test("a leaf is valid for each of its names and addresses, and for no other", async () => {
  const authority = await createCertificateAuthority();

  const leaf = new X509Certificate((await authority.issue(names)).certificate);

  expect(leaf.checkHost("vault.example.com")).toBe("vault.example.com");
  expect([leaf.checkIP("127.0.0.1"), leaf.checkIP("::1")]).toEqual(["127.0.0.1", "::1"]);
  expect(leaf.checkHost("elsewhere.example.com")).toBeUndefined();
});

test("a leaf is signed by its authority, which is one", async () => {
  const authority = await createCertificateAuthority();
  const root = new X509Certificate(authority.certificate);

  const leaf = new X509Certificate((await authority.issue(names)).certificate);

  expect(root.ca).toBe(true);
  expect(leaf.ca).toBe(false);
  expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
});

test("the private key belongs to the certificate", async () => {
  const authority = await createCertificateAuthority();

  const { certificate, privateKey } = await authority.issue(names);

  expect(new X509Certificate(certificate).checkPrivateKey(createPrivateKey(privateKey))).toBe(true);
});

test("two authorities do not vouch for each other", async () => {
  const [one, other] = await Promise.all([createCertificateAuthority(), createCertificateAuthority()]);

  const leaf = new X509Certificate((await one.issue(names)).certificate);

  expect(leaf.verify(new X509Certificate(other.certificate).publicKey)).toBe(false);
});
