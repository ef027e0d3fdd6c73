import { expect, test, vi } from "vitest";
import { explain } from "../../harness/cli/problem.ts";
import { exitStatus, WrongInput } from "../../harness/errors/index.ts";

test("a mistake stays what it is where the clean-up after it fails too", () => {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const mistake = new WrongInput("option.wrong", "The option is wrong.", "Use another.");

  const status = explain(new SuppressedError(new Error("EBUSY: resource busy"), mistake), false);

  expect(status).toBe(exitStatus.wrongInput);
  const said = write.mock.calls.map(([text]) => String(text)).join("");
  expect(said).toMatch(/^The option is wrong\.\nUse another\.\n.*EBUSY: resource busy\./s);
  write.mockRestore();
});
