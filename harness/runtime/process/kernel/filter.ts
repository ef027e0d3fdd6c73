import type { SystemCalls } from "./system-calls.ts";

/** An instruction of classic BPF: operation, steps to skip where it holds and where it does not, operand. */
type Instruction = readonly [operation: number, holds: number, fails: number, operand: number];

const load = (offset: number): Instruction => [0x20, 0, 0, offset];
const ifEqual = (operand: number, holds: number, fails: number): Instruction => [0x15, holds, fails, operand];
const ifAtLeast = (operand: number, holds: number, fails: number): Instruction => [0x35, holds, fails, operand];
const ifAnyOf = (bits: number, holds: number, fails: number): Instruction => [0x45, holds, fails, bits];
const end = (verdict: number): Instruction => [0x06, 0, 0, verdict];

// struct seccomp_data of linux/seccomp.h
const callNumber = 0;
const architecture = 4;
/** The lower half of an argument, which is all that the kernel takes of those that are looked at. */
const argument = (at: number) => 16 + 8 * at;

const allow = end(0x7fff0000);
const kill = end(0x80000000);
const fail = (error: number) => end(0x00050000 + error);
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

/** CLONE_NEW* of linux/sched.h; that of time is a part of the signal's number in clone's flags. */
const newNamespaces = 0x7e020000;
const newTime = 0x80;

/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. */
const families = [1, 2, 10, 16];

/** PER_LINUX, PER_LINUX32, and the question which it is. */
const personalities = [0, 8, 0xffffffff];

/** TIOCSTI, TIOCLINUX, TIOCSETD: input of a terminal that nobody has typed, its memory, and its drivers. */
const terminalRequests = [0x5412, 0x541c, 0x5423];

/**
 * A seccomp filter (struct sock_filter, one after the other) that refuses what people's programs have no use for: ways
 * to another process's memory, to the kernel's own programs, keys, namespaces and mounts, and exotic sockets.
 */
export function filterOf(calls: SystemCalls): Buffer {
  const isOther = calls.otherInterface;
  const program: readonly Instruction[] = [
    load(architecture),
    ifEqual(calls.architecture, 1, 0),
    kill,
    load(callNumber),
    ...(isOther === undefined ? [] : [ifAtLeast(isOther, 0, 1), fail(ENOSYS)]),
    ...Object.values(calls.refused).flatMap((call) => on(call, [fail(EPERM)])),
    // Its flags are in memory, which no filter sees: libraries use clone then.
    ...on(calls.clone3, [fail(ENOSYS)]),
    ...on(calls.clone, [load(argument(0)), ifAnyOf(newNamespaces, 0, 1), fail(EPERM), allow]),
    ...on(calls.unshare, [load(argument(0)), ifAnyOf(newNamespaces + newTime, 0, 1), fail(EPERM), allow]),
    ...on(calls.socket, [load(argument(0)), ...onlyFor(families, EAFNOSUPPORT)]),
    ...on(calls.socketpair, [load(argument(0)), ...onlyFor(families, EAFNOSUPPORT)]),
    ...on(calls.personality, [load(argument(0)), ...onlyFor(personalities, EPERM)]),
    ...on(calls.ioctl, [load(argument(1)), ...terminalRequests.flatMap((one) => on(one, [fail(EPERM)])), allow]),
    allow,
  ];
  return Buffer.concat(program.map(encoded));
}

/** What is done where the loaded value is this one; it must come to an end. */
function on(value: number, steps: readonly Instruction[]): readonly Instruction[] {
  return [ifEqual(value, 0, steps.length), ...steps];
}

function onlyFor(values: readonly number[], error: number): readonly Instruction[] {
  return [...values.flatMap((value) => on(value, [allow])), fail(error)];
}

function encoded([operation, holds, fails, operand]: Instruction): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(operation, 0);
  bytes.writeUInt8(holds, 2);
  bytes.writeUInt8(fails, 3);
  bytes.writeUInt32LE(operand, 4);
  return bytes;
}
