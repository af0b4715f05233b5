import { crc32, deflateSync } from "node:zlib"

const number = (value: number): Uint8Array => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  return Buffer.concat([number(data.length), body, number(crc32(body))])
}

type Colour = readonly [red: number, green: number, blue: number]

const [wall, board, shade, foot, crack]: readonly [Colour, Colour, Colour, Colour, Colour] = [
  [236, 228, 212],
  [176, 140, 104],
  [92, 142, 118],
  [74, 66, 56],
  [250, 248, 242],
]
const [width, height] = [480, 320]

/** What is at a place of the picture: a lamp on a table, with a crack in its shade. */
const colourAt = (across: number, down: number): Colour => {
  const fromMiddle = Math.abs(across - 240)
  const isShade = down > 60 && down < 180 && fromMiddle < 50 + (down - 60) * 0.4
  const isCrack = isShade && Math.abs(across - 205 - (down - 60) * 0.5 - ((down >> 3) % 2) * 9) < 2.2
  if (isCrack) return crack
  if (isShade) return shade
  if ((down >= 180 && down < 262 && fromMiddle < 7) || (down >= 250 && down < 266 && fromMiddle < 62)) return foot
  return down >= 262 ? board : wall
}

/** A picture of a lamp whose shade is cracked. https://www.w3.org/TR/png-3/ */
export const crackedLamp = (): Uint8Array => {
  const rows = Array.from({ length: height }, (_, down) =>
    Buffer.from([0, ...Array.from({ length: width }, (__, across) => colourAt(across, down)).flat()]),
  )
  const header = Buffer.concat([number(width), number(height), Buffer.from([8, 2, 0, 0, 0])])
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(Buffer.concat(rows))),
    chunk("IEND", new Uint8Array()),
  ])
}

const rate = 8_000
const notes = [440, 392, 349, 392, 440] as const

/** How long the voice note of the sample is, in milliseconds. */
export const toneLength = 2_000

/** A tune in the place of a voice: nobody spoke it. http://soundfile.sapp.org/doc/WaveFormat/ */
export const tune = (): Uint8Array => {
  const samples = (rate * toneLength) / 1_000
  const bytes = Buffer.alloc(44 + samples * 2)
  bytes.write("RIFF", 0, "latin1")
  bytes.writeUInt32LE(36 + samples * 2, 4)
  bytes.write("WAVEfmt ", 8, "latin1")
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(rate, 24)
  bytes.writeUInt32LE(rate * 2, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write("data", 36, "latin1")
  bytes.writeUInt32LE(samples * 2, 40)
  const span = samples / notes.length
  for (let at = 0; at < samples; at++) {
    const loudness = Math.sin((Math.PI * (at % span)) / span)
    const tone = Math.sin((2 * Math.PI * (notes[Math.floor(at / span)] ?? 440) * at) / rate)
    bytes.writeInt16LE(Math.round(6_000 * loudness * tone), 44 + at * 2)
  }
  return bytes
}

/** A page that says what it is. https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf */
export const invoice = (): Uint8Array => {
  const words = "BT /F1 18 Tf 60 720 Td (Invoice A-2231, made up for this sample) Tj ET"
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${words.length} >>\nstream\n${words}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
  ]
  let text = "%PDF-1.4\n"
  const places: number[] = []
  objects.forEach((object, place) => {
    places.push(text.length)
    text += `${place + 1} 0 obj\n${object}\nendobj\n`
  })
  const table = places.map((place) => `${String(place).padStart(10, "0")} 00000 n \n`).join("")
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF\n`
  return Buffer.from(`${text}xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${table}${end}`, "latin1")
}
