/** The environment variable by which every process of a run can be told from all others. */
export const markerName = "VAULT_JWT_CONFORMANCE_RUN";

/** What a process that the run starts has in its environment. */
export function runMarker(runId: string): Record<string, string> {
  return { [markerName]: runId };
}

/** The mark of the run that this process is of, for what it starts without the rest of its environment. */
export function ownMarker(): Record<string, string> {
  const id = process.env[markerName];
  return id === undefined ? {} : runMarker(id);
}
