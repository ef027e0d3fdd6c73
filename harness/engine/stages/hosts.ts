import type { Input } from "../../coder/index.ts";

/** `https://host:8200/path`, `host:8200` and `host.example.com`. */
const address = /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^/@\s]*@)?(?<host>[\w.-]+)(?<port>:\d+)?(?:[/?#]\S*)?$/i;

/** The hosts of addresses among what a start is given. A word without a dot, a scheme or a port is none. */
export function hostsOf(given: Readonly<Record<string, Input | undefined>>): readonly string[] {
  return Object.values(given).flatMap((text) => {
    if (typeof text !== "string") return [];
    const { host = "", port } = address.exec(text)?.groups ?? {};
    return host.includes(".") || port !== undefined || text.includes("://") ? [host.toLowerCase()] : [];
  });
}

/** The variables of an environment that name proxies. */
export function proxiesIn(environment: Readonly<Record<string, string | undefined>>): typeof environment {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => /^(?:https?|all)_proxy$/i.test(name)));
}
