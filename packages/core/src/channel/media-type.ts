// What files begin with, for the kinds that a browser shows by itself: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern

/** Whether a MIME type is one of a list, `image/*` for a whole family. */
export const isTypeIn = (type: string, types: readonly string[]): boolean =>
  types.some((taken) => (taken.endsWith("/*") ? type.startsWith(taken.slice(0, -1)) : type === taken))

/** A way of packing, and the types that are packed so; the first is what such a file is called where nobody says more. */
interface Packing {
  readonly at?: number
  readonly begins: readonly (readonly number[])[]
  readonly types: readonly string[]
}

const ascii = (text: string): readonly number[] => [...text].map((sign) => sign.charCodeAt(0))
const brands = (...names: readonly string[]) => names.map((name) => ascii(`ftyp${name}`))

const packings: readonly Packing[] = [
  { begins: [[0xff, 0xd8, 0xff]], types: ["image/jpeg", "image/jpg"] },
  { begins: [[0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]], types: ["image/png", "image/apng"] },
  { begins: [ascii("GIF87a"), ascii("GIF89a")], types: ["image/gif"] },
  { at: 8, begins: [ascii("WEBP")], types: ["image/webp"] },
  { begins: [[0x42, 0x4d]], types: ["image/bmp"] },
  { begins: [ascii("II*\0"), ascii("MM\0*")], types: ["image/tiff"] },
  { at: 4, begins: brands("avif", "avis"), types: ["image/avif"] },
  { at: 4, begins: brands("heic", "heix", "mif1", "msf1"), types: ["image/heic", "image/heif"] },
  { at: 4, begins: brands("M4A ", "M4B "), types: ["audio/mp4", "audio/m4a", "audio/x-m4a", "audio/aac"] },
  { at: 4, begins: brands("qt  "), types: ["video/quicktime", "video/mp4"] },
  { at: 4, begins: brands("3gp", "3g2"), types: ["video/3gpp", "audio/3gpp", "video/mp4", "audio/mp4"] },
  {
    at: 4,
    begins: brands(""),
    types: ["video/mp4", "audio/mp4", "video/quicktime", "video/3gpp", "audio/m4a", "audio/x-m4a", "audio/aac"],
  },
  { begins: [[0x1a, 0x45, 0xdf, 0xa3]], types: ["video/webm", "audio/webm", "video/x-matroska", "audio/x-matroska"] },
  { begins: [ascii("OggS")], types: ["audio/ogg", "video/ogg", "audio/opus"] },
  { at: 8, begins: [ascii("WAVE")], types: ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"] },
  { begins: [ascii("fLaC")], types: ["audio/flac", "audio/x-flac"] },
  { begins: [ascii("#!AMR")], types: ["audio/amr", "audio/3gpp"] },
  {
    begins: [ascii("ID3"), [0xff, 0xfb], [0xff, 0xfa], [0xff, 0xf3], [0xff, 0xf2]],
    types: ["audio/mpeg", "audio/mp3"],
  },
  {
    begins: [
      [0xff, 0xf1],
      [0xff, 0xf9],
    ],
    types: ["audio/aac"],
  },
  { begins: [ascii("%PDF-")], types: ["application/pdf"] },
]

const packingOf = (bytes: Uint8Array): Packing | undefined =>
  packings.find(({ at = 0, begins }) =>
    begins.some((begin) => begin.every((byte, index) => bytes[at + index] === byte)),
  )

/** Types of which we believe nobody's word: their bytes have to say the same. */
const proven = ["image/*", "audio/*", "video/*", "application/pdf"] as const

/** Whether the bytes are what their type says, where they can tell: pictures, sounds, films and PDF. Others are taken at their word. */
export const isOfType = (bytes: Uint8Array, type: string): boolean =>
  !isTypeIn(type, proven) || (packingOf(bytes)?.types.includes(type) ?? false)

/** The type of a file that came from elsewhere: what its bytes say, where they can tell, before what somebody said of it. */
export const typeOfFile = (bytes: Uint8Array, said: string): string => {
  const packing = packingOf(bytes)
  if (packing) return packing.types.includes(said) ? said : (packing.types[0] ?? said)
  return isTypeIn(said, proven) ? "application/octet-stream" : said
}

/** Types that a browser shows without running anything that is in them. */
const shown: ReadonlySet<string> = new Set(
  [
    "image/jpeg image/png image/gif image/webp image/avif",
    "audio/mpeg audio/mp4 audio/aac audio/ogg audio/opus audio/wav audio/webm audio/flac audio/amr audio/m4a audio/x-m4a",
    "video/mp4 video/webm video/ogg video/quicktime video/3gpp",
  ].flatMap((line) => line.split(" ")),
)

/** Whether a file of this type may be shown in a page; others are downloaded. Never one that may hold a script. */
export const isShown = (type: string): boolean => shown.has(type)
