const tagged = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const value = Buffer.concat(parts)
  const length =
    value.length < 128
      ? [value.length]
      : value.length < 256
        ? [0x81, value.length]
        : [0x82, value.length >> 8, value.length & 255]
  return Buffer.concat([Buffer.of(tag, ...length), value])
}
const sequence = (...parts: readonly Uint8Array[]) => tagged(0x30, ...parts)
const algorithm = sequence(Buffer.from("06092a864886f70d01010b0500", "hex"))

/** A moment as certificates write it until 2049. */
export const utcTime = (at: number): Buffer =>
  tagged(
    0x17,
    Buffer.from(
      `${new Date(at)
        .toISOString()
        .replaceAll(/[-T:]|\.\d+/g, "")
        .slice(2)}`,
    ),
  )

/** A certificate with this key, in PEM; nobody signed it. */
export const certificateOf = (key: Uint8Array, from: Uint8Array, until: Uint8Array): string => {
  const version = tagged(0xa0, Buffer.of(2, 1, 2))
  const serial = tagged(2, Buffer.of(7))
  const fields = sequence(version, serial, algorithm, sequence(), sequence(from, until), sequence(), key)
  const whole = sequence(fields, algorithm, tagged(3, Buffer.of(0, 1, 2, 3)))
  return `-----BEGIN CERTIFICATE-----\n${whole.toString("base64")}\n-----END CERTIFICATE-----\n`
}
