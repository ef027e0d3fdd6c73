import { crc32, deflateRawSync } from "node:zlib";

/** One file of an archive, and what its headers claim of it. */
export interface Zipped {
  readonly name: string;
  readonly content: Buffer;
  /** Unix's `st_mode`. */
  readonly mode?: number;
  /** Instead of its true size. */
  readonly size?: number;
  readonly isDeflated?: boolean;
}

/** A ZIP archive with one file in it, stored without compression. */
export function zipOf(name: string, content: Buffer): Buffer {
  return zip([{ name, content }]);
}

/** A ZIP archive (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16). */
export function zip(files: readonly Zipped[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0, size = content.length, isDeflated = false } of files) {
    const data = isDeflated ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(isDeflated ? 8 : 0, 4);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const more = Buffer.alloc(14);
    more.writeUInt32LE((mode << 16) >>> 0, 6);
    more.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, Buffer.from(name), data]);
    locals.push(local);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\x03"), common, more, Buffer.from(name)]));
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  return Buffer.concat([...locals, central, endOf(files.length, offset, central.length)]);
}

function endOf(count: number, localSize: number, centralSize: number): Buffer {
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(centralSize, 12);
  end.writeUInt32LE(localSize, 16);
  return end;
}
