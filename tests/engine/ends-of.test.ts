import { expect, test } from "vitest";
import { endsOf } from "../../harness/engine/ends-of.ts";
import { createRedactor } from "../../harness/redaction/index.ts";

const secret = "hvs.CAESIJ1xq7Vb3kQm9pLw2tYc5rNd8fGh4jKs6aZe0uXo";
const redactor = createRedactor();
redactor.add("vault-token", secret);

test("a text that is not long stays as it is", () => {
  expect(endsOf("a line\n".repeat(1000), redactor)).toBe("a line\n".repeat(1000));
});

test("of a long text the ends stay, and it says what is left out", () => {
  const text = `first ${"x".repeat(30_000_000)} last`;

  const ends = endsOf(text, redactor);

  expect(ends.length).toBeLessThan(150_000);
  expect(ends).toMatch(/^first x+\n… about 29868\d{3} characters are left out …\nx+ last$/);
});

test.each([1, 2, 3, 10, 30, secret.length - 1])(
  "a secret that the cut leaves %i characters of is not in it",
  (shown) => {
    const [ends, kept] = [192 * 1024, 64 * 1024];
    for (const dashes of [ends - shown, kept - shown]) {
      const [near, far] = ["-".repeat(dashes), "-".repeat(2_000_000)];

      expect(endsOf(near + secret + far, redactor)).not.toContain(secret.slice(0, 8));
      expect(endsOf(far + secret + near, redactor)).not.toContain(secret.slice(-8));
    }
  },
);
