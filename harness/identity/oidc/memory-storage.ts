import type { Adapter, AdapterFactory, AdapterPayload } from "oidc-provider";

/**
 * Keeps what a provider stores in memory; the providers before and after a key rotation share it.
 *
 * oidc-provider's own keeps to itself what it stores, and warns on the console.
 */
export function createMemoryStorage(): AdapterFactory {
  const models = new Map<string, Map<string, AdapterPayload>>();
  return (model) => {
    const records = models.get(model) ?? new Map<string, AdapterPayload>();
    models.set(model, records);
    return createAdapter(records);
  };
}

function createAdapter(records: Map<string, AdapterPayload>): Adapter {
  const findBy = async (member: "uid" | "userCode", value: string): Promise<AdapterPayload | undefined> =>
    [...records.values()].find((record) => record[member] === value);
  return {
    async upsert(id, payload) {
      records.set(id, payload);
    },
    find: async (id) => records.get(id),
    findByUid: (uid) => findBy("uid", uid),
    findByUserCode: (userCode) => findBy("userCode", userCode),
    async consume(id) {
      const record = records.get(id);
      if (record !== undefined) record.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      records.delete(id);
    },
    async revokeByGrantId(grantId) {
      for (const [id, record] of records) if (record.grantId === grantId) records.delete(id);
    },
  };
}
