import type { JsonValue } from "../../../model/index.ts";
import type { Evidence } from "../../../model/report/index.ts";
import { cut } from "../lines.ts";
import { type Html, html } from "../template.ts";
import { folded } from "./folded.ts";

type Fields = Readonly<Record<string, JsonValue>>;

interface Bound {
  /** What of the role binds. */
  readonly name: string;
  readonly wanted: JsonValue;
  /** The claim that it is about. */
  readonly claim: string;
  readonly had: JsonValue | undefined;
  /** `undefined` where it binds nothing. */
  readonly holds: boolean | undefined;
}

/** The claims of the token that was sent beside what the role binds, and below all of both where there is room. */
export function tokenAndRole({ claims, role }: Evidence, isRoomy: boolean): Html | undefined {
  const fields = isFields(role) ? role : {};
  const bounds = claims === undefined || role === undefined ? [] : boundsOf(claims, fields);
  if (claims === undefined && role === undefined) return undefined;
  return html`
    ${bounds.length > 0 && table(bounds)}
    <div class="pair">
      ${isRoomy && claims !== undefined && whole("All claims of the token", claims)}
      ${isRoomy && role !== undefined && whole("The whole role", role)}
    </div>`;
}

function whole(title: string, value: JsonValue): Html {
  return folded(title, JSON.stringify(value, null, 2), 6000);
}

function table(bounds: readonly Bound[]): Html {
  const rows = bounds.map(
    ({ name, wanted, claim, had, holds }) => html`
      <tr><th scope="row"><code>${name}</code></th><td>${shown(wanted)}</td><td><code class="quiet">${claim}</code> ${had === undefined ? html`<i>not there</i>` : shown(had)}</td><td>${word(holds)}</td></tr>`,
  );
  return html`
    <div class="scroll" tabindex="0" role="group" aria-label="Role and token">
      <table class="bounds"><thead><tr><th scope="col">Bound</th><th scope="col">The role wants</th><th scope="col">The token has</th><th scope="col">Holds</th></tr></thead><tbody>${rows}</tbody></table>
    </div>`;
}

function word(holds: boolean | undefined): Html {
  if (holds === undefined) return html`<span class="quiet">not bound</span>`;
  return holds
    ? html`<span class="mark" data-o="pass" aria-hidden="true">✓</span> yes`
    : html`<span class="mark" data-o="fail" aria-hidden="true">✗</span> <b>no</b>`;
}

function shown(value: JsonValue): Html {
  const isNothing = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return isNothing
    ? html`<span class="quiet">anything</span>`
    : html`<code>${cut(typeof value === "string" ? value : JSON.stringify(value), 400)}</code>`;
}

function boundsOf(claims: Fields, role: Fields): readonly Bound[] {
  const bound = (name: string, wanted: JsonValue, claim: string, holds: Comparison): Bound => {
    const had = claimAt(claims, claim);
    const binds = listOf(wanted).length > 0;
    return {
      name,
      wanted,
      claim,
      had,
      holds: binds ? had !== undefined && holds(listOf(wanted), listOf(had)) : undefined,
    };
  };
  const compared = role.bound_claims_type === "glob" ? globs : intersect;
  const boundClaims = isFields(role.bound_claims) ? Object.entries(role.bound_claims) : [];
  const named = ["user_claim", "groups_claim"].flatMap((field) => {
    const claim = role[field];
    return typeof claim === "string" && claim !== "" ? [bound(field, claim, claim, () => true)] : [];
  });
  return [
    bound("bound_audiences", role.bound_audiences ?? null, "aud", intersect),
    bound("bound_subject", role.bound_subject ?? null, "sub", intersect),
    ...boundClaims.map(([claim, wanted]) => bound(`bound_claims ${claim}`, wanted, claim, compared)),
    ...named,
  ];
}

type Comparison = (wanted: readonly JsonValue[], had: readonly JsonValue[]) => boolean;

const intersect: Comparison = (wanted, had) => wanted.some((value) => had.includes(value));

const globs: Comparison = (wanted, had) =>
  wanted.some((pattern) => had.some((value) => matchesGlob(String(pattern), String(value))));

/** As Vault's globs go: `*` is any text, and nothing else is special. Without a pattern of its own, which could take for ever. */
function matchesGlob(pattern: string, text: string): boolean {
  const [first = "", ...parts] = pattern.split("*");
  const last = parts.pop();
  if (last === undefined) return pattern === text;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let rest = text.slice(first.length, text.length - last.length);
  return parts.every((part) => {
    const place = rest.indexOf(part);
    rest = rest.slice(place + part.length);
    return place >= 0;
  });
}

function listOf(value: JsonValue): readonly JsonValue[] {
  if (value === null || value === "") return [];
  return Array.isArray(value) ? value : [value];
}

/** A claim by its name, or by a JSON pointer, as roles name nested ones. */
function claimAt(claims: Fields, name: string): JsonValue | undefined {
  if (!name.startsWith("/")) return Object.hasOwn(claims, name) ? claims[name] : undefined;
  const path = name.slice(1).split("/");
  const steps = path.map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce<JsonValue | undefined>(
    (value, step) => (isFields(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    claims,
  );
}

function isFields(value: JsonValue | undefined): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
