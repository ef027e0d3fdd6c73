import { expect, test } from "vitest";
import { readAudit } from "../../harness/vault/audit.ts";

const end = "the end of the log";

/** What both servers write for `vault write auth/jwt/login` where the person has a token already. */
function login(answered: { readonly client_token: string; readonly accessor: string }, sent?: string) {
  const request = { id: answered.accessor, operation: "update", path: "auth/jwt/login", client_token: sent };
  return { type: "response", time: "2026-11-30T04:33:29Z", request, response: { auth: answered } };
}

function lookup(client_token: string, client_token_accessor: string) {
  const request = {
    id: "lookup",
    operation: "read",
    path: "auth/token/lookup-self",
    client_token,
    client_token_accessor,
  };
  return { type: "response", time: "2026-11-30T04:33:30Z", request };
}

async function audited(...lines: readonly object[]) {
  const last = { type: "response", time: "", request: { id: end, operation: "read", path: "", client_token: "root" } };
  const output = [...lines, last].map((line) => JSON.stringify(line));
  const client = { demand: async () => ({ status: 200, body: { request_id: end } }) };
  const service = { output, errors: [], changed: async () => {} };
  return await readAudit(service as never, client as never, "root").since(0);
}

test("a login gives a token and its accessor", async () => {
  expect(await audited(login({ client_token: "new", accessor: "a" }))).toMatchObject([
    { accessor: "a", issued: "new" },
  ]);
});

test("the token that a login came with is not the one that it gave", async () => {
  const [request] = await audited(login({ client_token: "earlier", accessor: "a" }, "earlier"));

  expect(request).toMatchObject({ accessor: "a", token: "earlier" });
  expect(request).not.toHaveProperty("issued");
});

test("the one that it gave is known once it is used", async () => {
  const [request] = await audited(login({ client_token: "earlier", accessor: "a" }, "earlier"), lookup("new", "a"));

  expect(request).toMatchObject({ accessor: "a", issued: "new" });
});
