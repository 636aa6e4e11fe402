import { crc32, deflateRawSync } from 'node:zlib';
import { pack } from 'tar-stream';

/** A small configuration file as the tools of this world pack it. */
export const CONF = "archive_mode = on\narchive_command = ''\n";
export const CONF_IN = {
  xz: '/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAmACRdADCciIocQYCqbU23p2yzGKglKCB+YkJL9Y5g3JPofsanwN0IAADLZ2sZ8VHA6AABQCdFT/V1H7bzfQEAAAAABFla',
  bz2: 'QlpoOTFBWSZTWaMuMucAAAdbgAAQQIAAAgAArmORACAAIah6mmnqNMhTAATSDnawdWIhxISnlDwkJnvJaCKHxdyRThQkKMuMucA=',
  zst: 'KLUv/SQnOQEAYXJjaGl2ZV9tb2RlID0gb24KYXJjaGl2ZV9jb21tYW5kID0gJycKQktfKQ==',
} as const;

export const bytesOf = (base64: string): Buffer => Buffer.from(base64, 'base64');

export interface TarEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  readonly type?: 'file' | 'symlink' | 'fifo' | 'character-device' | 'directory';
}

export async function tarOf(entries: readonly TarEntry[]): Promise<Buffer> {
  const archive = pack();
  for (const { name, content = '', type = 'file' } of entries) {
    if (type === 'file') archive.entry({ name }, content);
    else archive.entry({ name, type, linkname: '/etc/passwd' });
  }
  archive.finalize();
  const parts: Buffer[] = [];
  for await (const part of archive) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

export interface ZipEntry {
  readonly name: string | Buffer;
  readonly content: string | Buffer;
  /** What the directory says of the unpacked size, where that is a lie. */
  readonly says?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly link?: boolean;
}

/** A zip with every field in our hands. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, says, flags = 0, method = 8, link = false } of entries) {
    const bytes = Buffer.from(content);
    const packed = method === 8 ? deflateRawSync(bytes) : bytes;
    const fileName = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(says ?? bytes.length, 18);
    common.writeUInt16LE(fileName.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, fileName, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((link ? 0o120777 : 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), common, rest, fileName]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, central, Buffer.from('PK\u0005\u0006'), end]);
}

/** zstd in blocks that are not compressed: any content, no packer needed. */
export function zstOf(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(bytes.length);
  const blocks: Buffer[] = [];
  for (let from = 0; from < bytes.length || from === 0; from += 0x10000) {
    const block = bytes.subarray(from, from + 0x10000);
    const head = Buffer.alloc(3);
    head.writeUIntLE((block.length << 3) | (from + 0x10000 >= bytes.length ? 1 : 0), 0, 3);
    blocks.push(head, block);
  }
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0xa0]), size, ...blocks]);
}
