import { arch } from "node:process";

/** What the kernel calls an architecture, and its numbers of system calls. */
export interface SystemCalls {
  /** AUDIT_ARCH_* of linux/audit.h. */
  readonly architecture: number;
  /** Numbers from here on are those of another interface (x32). */
  readonly otherInterface?: number;
  readonly prctl: number;
  readonly prlimit64: number;
  readonly clone: number;
  readonly clone3: number;
  readonly unshare: number;
  readonly personality: number;
  readonly ioctl: number;
  readonly socket: number;
  readonly socketpair: number;
  /** Refused, whatever their arguments are. */
  readonly refused: Readonly<Record<string, number>>;
}

/** Newer calls have one number on all architectures. */
const everywhere = {
  io_uring_setup: 425,
  io_uring_enter: 426,
  io_uring_register: 427,
  open_tree: 428,
  move_mount: 429,
  fsopen: 430,
  fsconfig: 431,
  fsmount: 432,
  fspick: 433,
  pidfd_getfd: 438,
  mount_setattr: 442,
  quotactl_fd: 443,
  open_tree_attr: 467,
};

// arch/x86/entry/syscalls/syscall_64.tbl
const x86: SystemCalls = {
  architecture: 0xc000003e,
  otherInterface: 0x40000000,
  prctl: 157,
  prlimit64: 302,
  clone: 56,
  clone3: 435,
  unshare: 272,
  personality: 135,
  ioctl: 16,
  socket: 41,
  socketpair: 53,
  refused: {
    ...everywhere,
    ptrace: 101,
    syslog: 103,
    uselib: 134,
    ustat: 136,
    sysfs: 139,
    vhangup: 153,
    modify_ldt: 154,
    pivot_root: 155,
    sysctl: 156,
    adjtimex: 159,
    acct: 163,
    settimeofday: 164,
    mount: 165,
    umount2: 166,
    swapon: 167,
    swapoff: 168,
    reboot: 169,
    sethostname: 170,
    setdomainname: 171,
    iopl: 172,
    ioperm: 173,
    create_module: 174,
    init_module: 175,
    delete_module: 176,
    get_kernel_syms: 177,
    query_module: 178,
    quotactl: 179,
    nfsservctl: 180,
    lookup_dcookie: 212,
    clock_settime: 227,
    mbind: 237,
    set_mempolicy: 238,
    kexec_load: 246,
    add_key: 248,
    request_key: 249,
    keyctl: 250,
    migrate_pages: 256,
    move_pages: 279,
    perf_event_open: 298,
    fanotify_init: 300,
    name_to_handle_at: 303,
    open_by_handle_at: 304,
    clock_adjtime: 305,
    setns: 308,
    process_vm_readv: 310,
    process_vm_writev: 311,
    kcmp: 312,
    finit_module: 313,
    kexec_file_load: 320,
    bpf: 321,
    userfaultfd: 323,
  },
};

// include/uapi/asm-generic/unistd.h
const arm: SystemCalls = {
  architecture: 0xc00000b7,
  prctl: 167,
  prlimit64: 261,
  clone: 220,
  clone3: 435,
  unshare: 97,
  personality: 92,
  ioctl: 29,
  socket: 198,
  socketpair: 199,
  refused: {
    ...everywhere,
    lookup_dcookie: 18,
    umount2: 39,
    mount: 40,
    pivot_root: 41,
    nfsservctl: 42,
    vhangup: 58,
    quotactl: 60,
    acct: 89,
    kexec_load: 104,
    init_module: 105,
    delete_module: 106,
    clock_settime: 112,
    syslog: 116,
    ptrace: 117,
    reboot: 142,
    sethostname: 161,
    setdomainname: 162,
    settimeofday: 170,
    adjtimex: 171,
    add_key: 217,
    request_key: 218,
    keyctl: 219,
    swapon: 224,
    swapoff: 225,
    mbind: 235,
    set_mempolicy: 237,
    migrate_pages: 238,
    move_pages: 239,
    perf_event_open: 241,
    fanotify_init: 262,
    name_to_handle_at: 264,
    open_by_handle_at: 265,
    clock_adjtime: 266,
    setns: 268,
    process_vm_readv: 270,
    process_vm_writev: 271,
    kcmp: 272,
    finit_module: 273,
    bpf: 280,
    userfaultfd: 282,
    kexec_file_load: 294,
  },
};

/** The calls of the architectures for which a filter can be made. */
export const systemCallsOf: Readonly<Record<string, SystemCalls>> = { x64: x86, arm64: arm };

/** Those of this machine; `undefined` where they are not known here. */
export const systemCalls: SystemCalls | undefined = systemCallsOf[arch];
