import type { Versioned } from "./axes.ts";

/**
 * The minor versions that a program's makers support for longer than others, newest first.
 *
 * Vault: the first of each year from 1.16 on (https://developer.hashicorp.com/vault/docs/enterprise/lts, and the
 * changelog of each: "Vault Enterprise 1.16 is a Long-Term Support (LTS) release", likewise 1.19). With 2.0, in April
 * 2026, that ended: no later line is one, and 1.19 gets security patches until April 2027
 * (https://developer.hashicorp.com/vault/docs/enterprise/support). OpenBao, Terraform and OpenTofu have none.
 */
export const ltsLines: Readonly<Partial<Record<Versioned, readonly string[]>>> = { vault: ["1.19", "1.16"] };
