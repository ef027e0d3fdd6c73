import type { IncomingMessage, ServerResponse } from "node:http";
import type { Provider } from "oidc-provider";
import { z } from "zod";
import type { SignIn } from "./sign-in.ts";

const parametersSchema = z.object({
  client_id: z.string(),
  scope: z.string(),
  state: z.string(),
  resource: z.string().optional(),
});

/** Answers the login and consent page as the person who is signing in would, with yes to everything. */
export async function answerInteraction(
  provider: Provider,
  signIns: ReadonlySet<SignIn>,
  [request, response]: readonly [IncomingMessage, ServerResponse],
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const wanted = parametersSchema.parse(params);
  const signIn = [...signIns].find(({ state }) => state === wanted.state);
  if (signIn === undefined) {
    const refusal = { error: "access_denied", error_description: "nobody is signing in with this state" };
    return provider.interactionFinished(request, response, refusal);
  }
  const accountId = signIn.person.id;
  const grant = new provider.Grant({ accountId, clientId: wanted.client_id });
  grant.addOIDCScope(wanted.scope);
  if (wanted.resource !== undefined) grant.addResourceScope(wanted.resource, wanted.scope);
  signIn.grantId = await grant.save();
  await provider.interactionFinished(request, response, { login: { accountId }, consent: { grantId: signIn.grantId } });
}
