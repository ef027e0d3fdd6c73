import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { stateFolder } from "../../harness/artifacts/cache/index.ts";
import { packageFolder } from "../../harness/package/index.ts";
import { removeFolder } from "../../harness/runtime/removal/remove-folder.ts";
import type { Knowledge } from "./package.ts";

/** Who runs the harness. */
export type As = "root" | "user";

/** The user that `--as user` is, who needs no entry in /etc/passwd. */
export const userId = 1000;

/** A caller of the harness, with all that a hostile module could want of them. */
export interface Place extends AsyncDisposable {
  readonly as: As;
  readonly folder: string;
  /** Below it are the caller's folders. */
  readonly path: (...names: readonly string[]) => string;
  readonly knowledge: Knowledge;
  /** A secret that nobody but the caller has. */
  readonly secret: string;
  /** The cgroup that the harness runs in; empty where this machine lets nobody make one. */
  readonly cgroup: string;
  readonly victim: ChildProcess;
  /** Who connected to what the canary listens at, since it was asked last. */
  readonly knocks: () => readonly string[];
  /** Puts the caller's files there as they were, for another run. */
  readonly refresh: () => Promise<void>;
}

/** Makes the place, with a copy of the cache so that an attack on it costs nothing. */
export async function makePlace(as: As, cache: string): Promise<Place> {
  await using made = new AsyncDisposableStack();
  const folder = await mkdtemp(join(tmpdir(), "hostile-"));
  made.defer(() => removeFolder(folder));
  await chmod(folder, 0o755);
  const path = (...names: readonly string[]) => join(folder, ...names);
  const secret = `CANARY${randomBytes(12).toString("hex")}`;
  const word = randomBytes(4).toString("hex");
  await cp(cache, path("cache"), { recursive: true, verbatimSymlinks: true });
  if (existsSync(stateFolder())) await cp(stateFolder(), path("state"), { recursive: true });
  await Promise.all(["t", "module"].map((name) => mkdir(path(name))));
  const heard: string[] = [];
  const port = await listenEverywhere(made, { socket: path("agent.sock"), abstract: `hostile-${word}`, heard });
  const cgroup = await makeCgroup(made, word, as);
  const victim = await startVictim(made, cgroup, as);
  const refresh = async () => {
    await layOutCaller(path, secret);
    if (as === "user") await giveAway(folder);
  };
  await refresh();
  const all = made.move();
  return {
    as,
    folder,
    path,
    secret,
    cgroup,
    victim,
    refresh,
    knocks: () => heard.splice(0),
    knowledge: {
      PLACE: folder,
      CALLER: path("caller"),
      CANARY_HOME: path("home"),
      BESIDE: path("beside"),
      OUT: path("out"),
      CACHE: path("cache"),
      HARNESS: packageFolder.replace(/\/$/, ""),
      PORT: String(port),
      SOCKET: path("agent.sock"),
      ABSTRACT: `hostile-${word}`,
      CGROUP: `hostile-canary-${word}`,
      VICTIM: String(victim.pid),
      HOST_PIDS: await readlink("/proc/self/ns/pid"),
      PREFIX: `hm-${word}-`,
    },
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}

async function layOutCaller(path: Place["path"], secret: string): Promise<void> {
  const kept = ["caller", "home", "beside", "out"];
  await Promise.all(kept.map((name) => rm(path(name), { recursive: true, force: true })));
  const files: Readonly<Record<string, string>> = {
    "caller/notes.txt": `my notes: ${secret}\n`,
    "caller/.env": `PASSWORD=${secret}\n`,
    "beside/project/main.tf": "# another module of the caller\n",
    "home/.ssh/id_ed25519": `-----BEGIN OPENSSH PRIVATE KEY-----\n${secret}\n-----END OPENSSH PRIVATE KEY-----\n`,
    "home/.aws/credentials": `[default]\naws_secret_access_key = ${secret}\n`,
    "home/.docker/config.json": `{"auths":{"registry.example":{"auth":"${secret}"}}}\n`,
    "home/.netrc": `machine example.com password ${secret}\n`,
    "home/.bashrc": "# the caller's\n",
    "out/old.txt": `of an earlier run: ${secret}\n`,
    "out/report.json": '{"of": "an earlier run"}\n',
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(path(name)), { recursive: true });
    await writeFile(path(name), content, { mode: 0o600 });
  }
  await symlink("notes.txt", path("caller", "link"));
}

/** To the user that the harness runs as: by the program, as Node.js takes no path longer than 4096 bytes. */
async function giveAway(path: string): Promise<void> {
  await execa("chown", ["--recursive", "--no-dereference", `${userId}:${userId}`, "--", path]);
}

interface Ears {
  readonly socket: string;
  readonly abstract: string;
  readonly heard: string[];
}

/** Listens on the loopback address, at a path and at an abstract name; gives the port. */
async function listenEverywhere(made: AsyncDisposableStack, { socket, abstract, heard }: Ears): Promise<number> {
  const server = (what: string): Server => {
    const open = new Set<Socket>();
    const one = createServer((connection) => {
      open.add(connection);
      const words: Buffer[] = [];
      connection.setTimeout(5_000, () => connection.destroy());
      connection.on("data", (chunk) => words.push(chunk)).on("error", () => {});
      connection.on("close", () => heard.push(`${what}: ${Buffer.concat(words).toString().trim().slice(0, 100)}`));
    });
    made.defer(async () => {
      for (const connection of open) connection.destroy();
      one.close();
    });
    return one;
  };
  const tcp = server("the loopback address").listen(0, "127.0.0.1");
  const unix = server("a socket").listen(socket);
  const nameless = server("an abstract socket").listen(`\0${abstract}`);
  await Promise.all([tcp, unix, nameless].map((one) => once(one, "listening")));
  await chmod(socket, 0o666);
  const address = tcp.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const udp: UdpSocket = createSocket("udp4", (message) => heard.push(`UDP: ${message.toString().trim()}`));
  udp.bind(port, "127.0.0.1");
  made.defer(() => void udp.close());
  await once(udp, "listening");
  return port;
}

/** A cgroup of the caller's own, with one for the victim in it and one for the harness. */
async function makeCgroup(made: AsyncDisposableStack, word: string, as: As): Promise<string> {
  for (const root of ["/sys/fs/cgroup/unified", "/sys/fs/cgroup"]) {
    const folder = join(root, `hostile-canary-${word}`);
    try {
      await lstat(join(root, "cgroup.procs"));
      for (const one of [folder, join(folder, "victim"), join(folder, "harness")]) {
        await mkdir(one);
        if (as === "user")
          for (const file of ["", "cgroup.procs", "cgroup.kill"])
            await chown(join(one, file), userId, userId).catch(() => {});
      }
    } catch {
      continue;
    }
    made.defer(async () => {
      const { rmdir } = await import("node:fs/promises");
      for (const one of ["victim", "harness", ""]) await rmdir(join(folder, one)).catch(() => {});
    });
    return folder;
  }
  return "";
}

async function startVictim(made: AsyncDisposableStack, cgroup: string, as: As): Promise<ChildProcess> {
  const identity = as === "user" ? { uid: userId, gid: userId } : {};
  const victim = spawn("/bin/sleep", ["86400"], { stdio: "ignore", detached: true, ...identity });
  await once(victim, "spawn");
  made.defer(async () => {
    if (victim.exitCode !== null || victim.signalCode !== null) return;
    victim.kill("SIGKILL");
    await once(victim, "exit");
  });
  if (cgroup !== "") await writeFile(join(cgroup, "victim", "cgroup.procs"), String(victim.pid));
  return victim;
}
