import { describe, expect, test } from "vitest";
import { type Control, controls } from "../../fixtures/servers/controls.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { requirements } from "../../scenarios/requirements.ts";
import { conform, outcomeIn } from "../../tools/conformance/conform.ts";

const coldCache = 600_000;

/** One run for each defect: the requirements that must report it share its servers. */
const runs = Object.entries(Object.groupBy(controls, ({ defect }) => defect)).map(([defect, group = []]) => ({
  defect,
  ids: group.map(({ requirement }) => requirement),
}));

describe.concurrent("a Vault that is set up wrongly is reported", () => {
  test.each(runs)(
    "$defect by $ids",
    async ({ defect, ids }) => {
      const options = ["--server-defect", defect, "--token", "custom", "--jobs", "1", "--only", ...ids];

      const answer = await conform(`${packageFolder}/module`, options);

      expect(answer.report.notes?.[0]).toContain(`--server-defect ${defect}`);
      const outcomes = ids.map((id) => [id, outcomeIn(answer, id)]);
      expect(Object.fromEntries(outcomes), answer.said).toEqual(Object.fromEntries(ids.map((id) => [id, "fail"])));
    },
    coldCache,
  );
});

test("every requirement that also says something about the server has a negative control", () => {
  const wanted = requirements.map(({ id }) => id).filter((id) => /^(JWT|POLICY)-/.test(id));
  const reported = new Set(controls.map(({ requirement }: Control) => requirement));

  expect(wanted.filter((id) => !reported.has(id))).toEqual([]);
});
