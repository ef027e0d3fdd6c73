import { createMessage, generateKey, reformatKey, sign } from "openpgp";
import { expect, test } from "vitest";
import { signedBy } from "../../harness/artifacts/origins/openpgp.ts";

/** Made with GnuPG for this test; nobody has the secret key any more. */
const publicKey = `-----BEGIN PGP PUBLIC KEY BLOCK-----

mQENBGsFAlcBCACvCHz1ip3S0+BjxQ0+XnKB7TBUpoGbbjnnxaKQgAG8J8MsMxW4
aLyKhOxeq2w6AQsTEq03j9HJcgwPETM2MPYx/k3Bu0bi7FLjMcUipQP0DhRQzMiF
XaWeChlB3cRFXqo/Hs4Ukn/79O371aEQwCgGj7U9yflsVQzBXBs/BfKATDl6B1UG
9gmf95+TFFSDlbhcFT4PnY5cl0v202z+VbqJzLw0gNZ9Wrs9pr8lBQeK37e1suxw
uENu57ShKpxizDp7mNmVvHsv+OfYv5Re5BxGslJXRJ/bNMWahnBJQGd9Vu/NnDbh
s/DI/aOBOUcjJ2ESM5dpDxn9xMEZB2RxF8HnABEBAAG0GUEgdGVzdCA8dGVzdEBl
eGFtcGxlLmNvbT6JAU4EEwEKADgWIQSuuJdEgUnjhFfp5yS93m81CdkFQQUCawUC
VwIbAwULCQgHAgYVCgkICwIEFgIDAQIeAQIXgAAKCRC93m81CdkFQU+MB/9ZFnSM
hojWug3x6u0pnGW2DuVxGZQgYu/EHAq91rDoVD8vN1IZ0z0IpFH7VxU84g2zHyIL
8EUopxEWCtXAeRtnC6E+u1aoplHrUsQvkNoOJgadsc1dVIcab4lUYF2dZfh8ZW4V
uhnnqvqF6jKFypbqZXWOTZgYZTPhWdKgRHdfs31QwN+3GUk8MZnHmj7ZtzY3QcEd
OxXAtgdnmrWtnrRXtpERYEHvX9EdwwUkMC7yZ+xz/hanjsTEMtyviPDaS9JasCPm
bb41RAqJYO3Q+Epzs96rWmrpOHWk9RHKjBXdMWJoiTKhdrWU9mpdZq90MHyrI2YQ
IlXAaMirPGbQ6Jcj
=15hN
-----END PGP PUBLIC KEY BLOCK-----`;

const data = Buffer.from("a list of checksums\n");

const signature = Buffer.from(
  `iQEzBAABCgAdFiEErriXRIFJ44RX6eckvd5vNQnZBUEFAmsFAlcACgkQvd5vNQnZBUGPCwgAiiX+vnCY/ax6UqlRx3pfl3/ux9I2taoZFvfI
uv3ZAuNARtqNey3M9uARcODZ3OiTifcsZ0v4CGFp1i2jzqn9xgiAVXZizcpKOfsp+WiDnjOR1Va1rOeEZEZZkcnx+ApDmwzRVT1iFcerOxRX
MtxUbpi9rpG7rXgDSgJ30aW2XZOPqxUlk2TeOB6Si4fs/XyY9gbGVUaeaJFmmO4QjXTyAhG8CmDZLkBMgqsjgYogIjwcs21WWHPZtYXtsrjM
MmQ5FmjsQWyJd6DoQUlOr/8ykiX8mScfjneTsdjfqq5gV8gdGBpnre3NVxdhNuiIAEZMMEOjAFLhTi1HP/dM2EvDqA==`,
  "base64",
);

test("a signature by the key counts", async () => {
  expect(await signedBy(publicKey, data, signature)).toBe(true);
});

test("a signature over other data does not count", async () => {
  expect(await signedBy(publicKey, Buffer.from("another list\n"), signature)).toBe(false);
});

test.for([3, 4, 5, 12, 290])("a signature with byte %i changed does not count", async (at) => {
  const altered = Buffer.from(signature);
  altered.writeUInt8(altered.readUInt8(at) ^ 4, at);

  expect(await signedBy(publicKey, data, altered)).toBe(false);
});

test.for(["", "<html>Please log in.</html>"])("%j is no signature", async (content) => {
  expect(await signedBy(publicKey, data, Buffer.from(content))).toBe(false);
});

test("a signature from before the key was renewed counts, one by another key does not", async () => {
  const [lastWeek, yesterday] = [7, 1].map((days) => new Date(Date.now() - days * 86_400_000));
  const userIDs = [{ name: "A test" }];
  const { privateKey } = await generateKey({ userIDs, format: "object", ...(lastWeek && { date: lastWeek }) });
  const message = await createMessage({ binary: data });
  const before = await sign({
    message,
    signingKeys: privateKey,
    detached: true,
    format: "binary",
    ...(yesterday && { date: yesterday }),
  });
  const renewed = await reformatKey({ privateKey, userIDs, format: "object" });

  expect(await signedBy(renewed.publicKey.armor(), data, Buffer.from(before))).toBe(true);
  expect(await signedBy(publicKey, data, Buffer.from(before))).toBe(false);
});
