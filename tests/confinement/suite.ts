import { join } from "node:path";
import { execa } from "execa";
import { describe, expect, test } from "vitest";
import type { ConfinedKind } from "../../harness/runtime/confinement/index.ts";
import type { Order, Outcome } from "./apply.ts";

/** Which sandbox is attacked, and whose. */
export interface Case {
  readonly kind: ConfinedKind;
  readonly user: number;
}

/** Attacks a kind of sandbox from within; `executable` gives Terraform's path. */
export function attackSandboxes(cases: readonly Case[], executable: () => string): void {
  describe.each(cases)("by $kind as user $user", ({ kind, user }) => {
    const attack = async (script: string, more: Partial<Order> = {}): Promise<Outcome> => {
      const order: Order = { kind, executable: executable(), script, ...more };
      const { stdout } = await execa(
        "/bin/bash",
        [
          "-c",
          'exec 200< /; exec "$@"',
          "bash",
          process.execPath,
          join(import.meta.dirname, "apply.ts"),
          JSON.stringify(order),
        ],
        {
          ...(user === process.getuid?.() ? {} : { uid: user, gid: user }),
          env: {
            TMPDIR: "/tmp",
            HOME: "/nonexistent/of-the-caller",
            AWS_SECRET_ACCESS_KEY: "of the caller",
            TF_LOG: "trace",
          },
        },
      );
      return JSON.parse(stdout);
    };

    test("what detaches itself ends with its command, and rewrites nothing", async () => {
      const late = `exec 0<&- 1>&- 2>&- 3>&-; exec -a left-behind /bin/bash -c "sleep 30; echo false > $0"`;
      const outcome = await attack(`
      setsid env -i /bin/bash -c '${late}' "$2" &
      (setsid setsid env -i /bin/bash -c '${late}' "$2" & ) &
      echo false > "$2"; rm -f "$2"
      until grep -qs left-behind /proc/[0-9]*/cmdline; do :; done
      echo away
    `);

      expect(outcome).toMatchObject({ exitCode: 0, said: expect.stringContaining("away"), beside: "true", left: 0 });
    });

    test("there is nothing of the caller's to find, and the providers are only to be read", async () => {
      const outcome = await attack(`
      ls -A /home /root /work /mnt /srv /run /sys /var /opt /tmp "$(dirname "$2")" 2> /dev/null
      echo "beside: $(cat "$2" 2>&1 | wc -w)"
      touch "$3/provider" "$TF_CLI_CONFIG_FILE" /usr/provider /etc/passwd && echo written
      (echo > "$TF_CLI_CONFIG_FILE") && echo written
      chmod 777 "$3" && echo written
      mount -o remount,bind,rw "$3" && echo mounted
      ls /proc/self/fd | xargs
      env | cut -d= -f1 | sort | xargs
      echo "$HOME"
    `);

      expect(outcome.providers).toEqual([]);
      expect(outcome.said).not.toMatch(/^(written|mounted)$/m);
      expect(outcome.said).toMatch(/^0 1 2 3 4$/m);
      expect(outcome.said).toMatch(/^\/home\/terraform$/m);
      expect(outcome.said).not.toMatch(/AWS|TF_LOG|SSH|of-the-caller/);
      const seen = outcome.said.slice(0, outcome.said.indexOf("beside:"));
      expect(seen).not.toMatch(
        /report\.json|^(?!run$|providers$|work$|terraform\.tfrc$|terraform$|confined-.*$|\/.*:$|$).+$/m,
      );
    });

    test("there is no network, unless it is asked for", async () => {
      const script = `
      (echo > "/dev/tcp/127.0.0.1/$1") && echo loopback
      (echo > /dev/tcp/198.51.100.1/80) && echo elsewhere
      tail -n +3 /proc/net/route; tail -n +2 /proc/net/unix | wc -l
    `;

      expect((await attack(script)).said).toMatch(/^(.*(unreachable|assign|refused).*\n)+0\n$/);
      expect((await attack('(echo > "/dev/tcp/127.0.0.1/$1") && echo loopback', { network: true })).said).toBe(
        "loopback\n",
      );
    });

    test("it has no privilege here, and none of root's", async () => {
      const { said, owner } = await attack(`
      grep -hE "^(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs)" /proc/self/status | tr -d "[:blank:]0" | xargs
      unshare --user true || echo no namespace
      unshare --user --cgroup --mount true || echo no namespace
      echo 1 > /proc/sys/kernel/panic || echo no setting
      ulimit -u; ulimit -n; ulimit -c
    `);

      expect(said).toContain("CapInh: CapPrm: CapEff: CapBnd: CapAmb: NoNewPrivs:1\n");
      expect(said.match(/^no (namespace|setting)$/gm)).toHaveLength(3);
      expect(said).toMatch(/^2048\n1024\n0\n$/m);
      expect(owner).not.toBe(0);
    });
  });
}
