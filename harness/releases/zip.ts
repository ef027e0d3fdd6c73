import { crc32 } from "node:zlib";

/** A file to put into a zip archive. */
export interface ZipEntry {
  readonly name: string;
  readonly content: string;
  /** Permissions, such as 0o755. */
  readonly mode: number;
}

/** 2024-01-01 00:00 in MS-DOS's notation, so that the same entries give the same bytes. */
const dosDate = ((2024 - 1980) << 9) | (1 << 5) | 1;
const regularFile = 0o100000;
const versionNeeded = 20;
const madeByUnix = (3 << 8) | versionNeeded;

/** Writes a zip archive with uncompressed entries (PKWARE's APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16). */
export function writeZip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.content);
    const name = Buffer.from(entry.name);
    const common = commonFields(name, data);
    const local = Buffer.concat([signature(0x04034b50), common, name, data]);
    locals.push(local);
    directory.push(signature(0x02014b50), u16(madeByUnix), common, directoryFields(entry.mode, offset), name);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  return Buffer.concat([...locals, central, endOfDirectory(entries.length, central.length, offset)]);
}

/** What the local header and the directory have in common: version, flags, method, time, date, CRC, sizes, name, extra. */
function commonFields(name: Buffer, data: Buffer): Buffer {
  const sizes = [u32(crc32(data)), u32(data.length), u32(data.length)];
  const head = [u16(versionNeeded), u16(0), u16(0), u16(0), u16(dosDate)];
  return Buffer.concat([...head, ...sizes, u16(name.length), u16(0)]);
}

/** Comment length, disk, internal attributes, external attributes (the mode in the upper half), place of the local header. */
function directoryFields(mode: number, offset: number): Buffer {
  return Buffer.concat([u16(0), u16(0), u16(0), u16(0), u16(regularFile | mode), u32(offset)]);
}

function endOfDirectory(count: number, size: number, offset: number): Buffer {
  return Buffer.concat([signature(0x06054b50), u16(0), u16(0), u16(count), u16(count), u32(size), u32(offset), u16(0)]);
}

const signature = u32;

function u16(value: number): Buffer {
  const field = Buffer.alloc(2);
  field.writeUInt16LE(value);
  return field;
}

function u32(value: number): Buffer {
  const field = Buffer.alloc(4);
  field.writeUInt32LE(value);
  return field;
}
