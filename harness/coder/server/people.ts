import { z } from "zod";
import { HarnessFault } from "../../errors/index.ts";
import type { ClaimChanges, Issuer } from "../../identity/index.ts";
import type { Owner } from "../types.ts";
import { type Api, refused } from "./api.ts";

/** Somebody with a session at a Coder server. */
export interface Signed {
  /** The session's token. */
  readonly session: string;
  /** The access token that Coder has of the sign-in; `""` for people with a password. */
  readonly accessToken: string;
  readonly loginType: "oidc" | "password";
}

type Person = Omit<Owner, "oidcAccessToken">;

/** Who has signed in at a Coder server, by name. */
export interface People {
  /** Signs a person in at the issuer through Coder, as a browser does; an issuer that fails leaves the last sign-in. */
  signIn(person: Person, claims?: ClaimChanges): Promise<Signed>;
  /** Somebody who has signed in before, as their last sign-in left them. */
  current(person: Person): Promise<Signed>;
  /** Makes a person with a password, whom Coder has no token of, or signs them in again. */
  withPassword(person: Person): Promise<Signed>;
}

const callback = "/api/v2/users/oidc/callback";
const sessionCookie = "coder_session_token";
const session = z.object({ session_token: z.string() });
const anything = z.looseObject({});

/** Keeps them for one server. */
export function createPeople(api: Api, issuer: Issuer, organization: string): People {
  const known = new Map<string, Signed>();
  const passwords = new Map<string, string>();
  const people: People = {
    current: async (person) => known.get(person.name) ?? (await people.signIn(person)),
    async signIn(person, claims = {}) {
      const last = known.get(person.name);
      if (issuer.fails && last !== undefined) return last;
      const start = await api.ask(callback, { as: "" });
      const location = start.headers.get("location");
      if (location === null) throw refused("the start of a sign-in", start.status, await start.text());
      const signed = await issuer.signInAt(new URL(location), person, { claims });
      const { pathname, search } = signed.callback;
      const end = await api.ask(`${pathname}${search}`, { as: "", cookies: cookiesIn(start) });
      const token = cookieIn(end, sessionCookie);
      if (token === undefined) throw refused("the end of a sign-in", end.status, await end.text());
      const now = { session: token, accessToken: signed.accessToken() ?? noToken(), loginType: "oidc" } as const;
      known.set(person.name, now);
      return now;
    },
    async withPassword({ name, email }) {
      const [username, address] = [`${name}-password`, `password-${email}`];
      if (!passwords.has(username)) {
        const password = `own-${crypto.randomUUID()}`;
        const body = { username, email: address, password, login_type: "password", organization_ids: [organization] };
        await api.demand(anything, "/api/v2/users", { method: "POST", body });
        passwords.set(username, password);
      }
      const body = { email: address, password: passwords.get(username) };
      const login = await api.demand(session, "/api/v2/users/login", { method: "POST", body, as: "" });
      return { session: login.session_token, accessToken: "", loginType: "password" };
    },
  };
  return people;
}

interface Answered {
  readonly headers: { getSetCookie(): string[] };
}

function cookiesIn(answer: Answered): string {
  return answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");
}

function cookieIn(answer: Answered, name: string): string | undefined {
  const pairs = answer.headers.getSetCookie().map((line) => line.split(";")[0] ?? "");
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

function noToken(): never {
  throw new HarnessFault(
    "coder-server.token",
    "Coder signed a person in without an access token of the issuer.",
    "Report this as a defect of the harness.",
  );
}
