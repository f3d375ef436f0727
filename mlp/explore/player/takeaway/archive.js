// Archives: arrays as NumPy's files .npy, and these in a zip, stored as they are: an .npz.

const encoded = (text) => new TextEncoder().encode(text);

/** The bytes of a file .npy: a header in Python's notation, and the numbers or the letters. */
export function npy(value) {
  const letters = typeof value === "string" && [...value];
  const dtype = letters ? `<U${letters.length}` : "<f8", shape = letters ? [] : value.shape;
  const data = letters ? Uint32Array.from(letters, (letter) => letter.codePointAt())
    : Float64Array.from(value.data);
  const sizes = shape.length === 1 ? `${shape},` : shape.join(", ");
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const padded = `${header.padEnd(Math.ceil((header.length + 11) / 64) * 64 - 11)}\n`;
  const magic = Uint8Array.of(0x93, ...encoded("NUMPY"), 1, 0, ...bytesOf(padded.length, 2));
  return joined([magic, encoded(padded), new Uint8Array(data.buffer)]);
}

/** The bytes of a zip of files, {name: bytes}, none of them compressed. */
export function zip(files) {
  const parts = [], entries = [];
  let offset = 0;
  for (const [name, bytes] of Object.entries(files)) {
    const path = encoded(name);
    const about = joined([[20, 0, 0, 8, 0, 0, 0, 0, 33, 0], // from 1980-01-01, names in UTF-8
      bytesOf(crc(bytes), 4), bytesOf(bytes.length, 4), bytesOf(bytes.length, 4),
      bytesOf(path.length, 2), [0, 0]]);
    parts.push(encoded("PK\x03\x04"), about, path, bytes);
    entries.push(encoded("PK\x01\x02"), [20, 0], about, new Uint8Array(10), bytesOf(offset, 4), path);
    offset += 4 + about.length + path.length + bytes.length;
  }
  const directory = joined(entries), count = bytesOf(Object.keys(files).length, 2);
  const end = [encoded("PK\x05\x06"), [0, 0, 0, 0], count, count, bytesOf(directory.length, 4),
    bytesOf(offset, 4), [0, 0]];
  return joined([...parts, directory, ...end]);
}

const bytesOf = (n, size) => Uint8Array.from({ length: size }, (_, i) => Math.floor(n / 256 ** i) % 256);

function joined(parts) {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    all.set(part, offset);
    offset += part.length;
  }
  return all;
}

/** The checksum of a zip, CRC-32, bit by bit. */
function crc(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 8; bit--;) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
