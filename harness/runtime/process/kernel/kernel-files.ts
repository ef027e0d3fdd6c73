import { existsSync, statSync } from "node:fs";

const inProc = (names: string) => names.split(" ").map((name) => `/proc/${name}`);

/** What of /proc changes this machine: its settings, its interrupts, its PCI devices. */
export function readOnlyKernelFiles(): string[] {
  return inProc("sys sysrq-trigger irq bus fs").filter(existsSync);
}

/** What of /proc tells about this machine what is nobody's business, as container runtimes hide it. */
export function hiddenKernelFiles(): string[] {
  return inProc("kcore keys latency_stats timer_list timer_stats sched_debug kpagecount kpageflags kmsg").filter(
    existsSync,
  );
}

/** The same, where it is folders. */
export function hiddenKernelFolders(): string[] {
  return inProc("acpi asound scsi").filter((path) => existsSync(path) && statSync(path).isDirectory());
}
