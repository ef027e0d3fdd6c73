import { execaSync } from "execa";
import pMap from "p-map";
import { cacheFolder } from "../../harness/artifacts/cache/index.ts";
import type { RuntimeKind } from "../../harness/model/index.ts";
import { attempt } from "./attempt.ts";
import type { HostileModule } from "./module.ts";
import { type As, makePlace, type Place, userId } from "./place.ts";

interface Plan {
  readonly runtimes: readonly RuntimeKind[];
  readonly who: readonly As[];
  /** Acts share runs, and those that need one of their own have it once or not at all. */
  readonly isQuick: boolean;
}

/** Acts that share a run. */
interface Round {
  readonly acts: readonly HostileModule[];
  readonly runtime: RuntimeKind;
  readonly as: As;
}

/** Tries hostile modules; gives a line for each that did not hold. */
export async function tryModules(modules: readonly HostileModule[], plan: Plan): Promise<readonly string[]> {
  const combinations = plan.who.flatMap((as) => plan.runtimes.map((runtime) => ({ as, runtime })));
  const possible = combinations.filter(({ as, runtime }) => runtime !== "docker" || mayUseDaemon(as));
  for (const { as } of combinations.filter((one) => !possible.includes(one)))
    process.stderr.write(`The Docker daemon does not let the ${as} in: docker is left out for it.\n`);
  const rounds = possible.flatMap((where) => roundsOf(modules, where, plan));
  const failures: string[] = [];
  for (const [as, own] of Map.groupBy(rounds, (round) => round.as)) {
    await using places = new AsyncDisposableStack();
    const free: Place[] = [];
    for (let at = 0; at < Math.min(atOnce, own.length); at += 1)
      free.push(places.use(await makePlace(as, cacheFolder())));
    await pMap(
      own,
      async (round) => {
        const place = free.pop();
        if (place === undefined) throw new TypeError("more rounds at once than places");
        failures.push(...(await tryRound(round, place)));
        free.push(place);
      },
      { concurrency: atOnce },
    );
  }
  return failures;
}

const atOnce = 2;

/** Whether somebody may speak to the daemon, as far as its socket's permissions say. */
function mayUseDaemon(as: As): boolean {
  const { DOCKER_HOST: host = "unix:///var/run/docker.sock" } = process.env;
  if (as === "root" || !host.startsWith("unix://")) return true;
  const user = [`--reuid=${userId}`, `--regid=${userId}`, "--clear-groups"];
  return execaSync("setpriv", [...user, "test", "-w", host.slice("unix://".length)], { reject: false }).exitCode === 0;
}

function roundsOf(
  modules: readonly HostileModule[],
  where: Pick<Round, "runtime" | "as">,
  { isQuick }: Plan,
): readonly Round[] {
  const here = modules.filter(({ runtime }) => runtime === undefined || runtime === where.runtime);
  if (!isQuick) return here.map((act) => ({ ...where, acts: [act] }));
  const isFirst = where.runtime === "process" && where.as === "root";
  const alone = here.filter(({ alone, quick }) => alone && quick && isFirst);
  const together = Map.groupBy(
    here.filter(({ alone }) => !alone),
    ({ where: place }) => (place === "sudo" ? "start" : place),
  );
  const shared = [...together.values()].flatMap(inParts);
  return [...shared, ...alone.map((act) => [act])].map((acts) => ({ ...where, acts }));
}

/** As many acts as end within the time that a script has. */
const actsInARun = 25;

function inParts(acts: readonly HostileModule[]): readonly (readonly HostileModule[])[] {
  const parts = Math.ceil(acts.length / actsInARun);
  const size = Math.ceil(acts.length / parts);
  return Array.from({ length: parts }, (_, at) => acts.slice(at * size, (at + 1) * size));
}

async function tryRound({ acts, runtime, as }: Round, place: Place): Promise<readonly string[]> {
  const started = Date.now();
  const { breaches, untried, ending } = await attempt(acts, runtime, place);
  const [name = ""] = acts.length === 1 ? acts.map((act) => act.name) : [`${acts.length} modules (${acts[0]?.where})`];
  const where = `${name} on ${runtime} as ${as}`;
  const failures = [
    ...breaches.map((breach) => `${where}: ${breach}`),
    ...(untried.length === 0 ? [] : [`${where}: ${untried.join(", ")} did not run; ${ending}`]),
  ];
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(
    `${[`${failures.length === 0 ? "held" : "FAILED"} ${where} (${seconds} s)`, ...failures].join("\n  ")}\n`,
  );
  return failures;
}
