// Is a log of LevelDB whole? LevelDB itself goes on without a word where a record is no longer what was written.
// https://github.com/google/leveldb/blob/main/doc/log_format.md

const BLOCK = 32_768;
const HEADER = 7;

/** False when a record does not have its checksum. One that ends too early at the very end was being written: that is no damage. */
export function isWhole(log: Buffer): boolean {
  for (let block = 0; block < log.length; block += BLOCK) {
    let at = block;
    while (at + HEADER <= Math.min(block + BLOCK, log.length)) {
      const next = at + HEADER + log.readUInt16LE(at + 4);
      if (next > block + BLOCK) return false;
      if (next > log.length) return true;
      if (log.readUInt32LE(at) !== masked(crc32c(log.subarray(at + 6, next)))) return false;
      at = next;
    }
  }
  return true;
}

/** The polynomial of Castagnoli, bits reversed; Node's own CRC-32 has another. */
const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc;
});

function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return ~crc >>> 0;
}

function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
