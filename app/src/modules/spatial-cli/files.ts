import { readFile, stat } from 'node:fs/promises';

/** Bytes of the largest file that a command takes into memory. */
const LARGEST = 512 * 1024 * 1024;

/** A file as it is. Throws with a reason for one that is too large, before anything of it is read. */
export async function readWhole(path: string): Promise<Buffer> {
  const { size } = await stat(path);
  if (size > LARGEST) {
    const gigabytes = (size / 2 ** 30).toFixed(1);
    throw new Error(
      `文件有 ${gigabytes} GB，超过上限 0.5 GB；请拆分后再算 / it has ${gigabytes} GB, more than 0.5 GB: divide it`,
    );
  }
  return readFile(path);
}
