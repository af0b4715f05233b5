import type { Inbound, Media } from "@escucha/core"
import type { DeskApp } from "./app.ts"
import { accounts, lostNumber } from "./channels.ts"
import { crackedLamp, invoice, toneLength, tune } from "./sample-files.ts"

const minute = 60_000
const hour = 60 * minute

/** Somebody of the sample who writes by a network. They are made up, and nobody has these addresses. */
interface Writer {
  readonly customer: string
  readonly name: string
  readonly language: "es" | "en"
  readonly channel: "whatsapp" | "instagram" | "sms"
  readonly address: string
}

const iris: Writer = {
  customer: "iris-vaughan",
  name: "Iris Vaughan",
  language: "en",
  channel: "whatsapp",
  address: "sample-iris-vaughan",
}
const nora: Writer = {
  customer: "nora-beltran",
  name: "Nora Beltrán",
  language: "es",
  channel: "whatsapp",
  address: "sample-nora-beltran",
}
const marta: Writer = {
  customer: "marta-soler",
  name: "Marta Soler",
  language: "es",
  channel: "instagram",
  address: "sample-marta-soler",
}
const dan: Writer = { customer: "dan-okafor", name: "Dan Okafor", language: "en", channel: "sms", address: lostNumber }

/** Who writes by networks in the sample. */
export const writers: readonly Writer[] = [iris, nora, marta, dan]

const placeOf = ({ channel, address }: Writer): string =>
  channel === "sms" ? `tel:${address}` : `${channel}:${accounts[channel]}/${address}`

type Said = Omit<Extract<Inbound, { readonly type: "message" }>, "type" | "id" | "address" | "name" | "language" | "at">

const introduce = async (app: DeskApp, writer: Writer, at: number): Promise<void> => {
  const { customer, name, language } = writer
  await app.customers.identify(customer, { name, language }, { id: `sample:${customer}`, at, also: [placeOf(writer)] })
}

const says = async (app: DeskApp, writer: Writer, id: string, at: number, said: Said): Promise<void> => {
  const { channel, address, name, language } = writer
  await app.conversations.receive(
    channel,
    [{ type: "message", id: `sample:${id}`, address, at, name, language, ...said }],
    { historic: true },
  )
}

const answered = async (app: DeskApp, writer: Writer, id: string, at: number, text: string): Promise<void> => {
  const { channel, address } = writer
  await app.conversations.record({ id: `sample:${id}`, at, author: "Marcos", channel, address, text })
}

/** Two of the sample's files, kept as if they had come along. */
const keep = async (app: DeskApp) => {
  const put = async (bytes: Uint8Array, type: string, name: string): Promise<Media> =>
    app.media.put(bytes, { type, name })
  return {
    lamp: { ...(await put(crackedLamp(), "image/png", "lamp.png")), alt: "A green lamp with a crack in its shade" },
    voice: {
      ...(await put(tune(), "audio/wav", "voice.wav")),
      duration: toneLength,
      transcript: "It was like this when I opened the box. (A tune stands in for the voice.)",
    },
    invoice: await put(invoice(), "application/pdf", "factura-A-2231.pdf"),
  }
}

/** A picture and a voice note; and an answer that came after the channel stopped taking free words. */
const tellIris = async (app: DeskApp, now: number, { lamp, voice }: Awaited<ReturnType<typeof keep>>) => {
  const began = now - 27 * hour
  await introduce(app, iris, began - minute)
  await says(app, iris, "iris-1", began, { text: "My lamp has a crack.", attachments: [{ ...lamp, kind: "image" }] })
  await says(app, iris, "iris-2", began + minute, { text: "", attachments: [{ ...voice, kind: "voice" }] })
  await answered(app, iris, "iris-3", began + 9 * minute, "I am sorry, Iris. A new shade leaves today.")
  await app.messages.reply(
    iris.customer,
    { text: "Did the new shade arrive well?" },
    { id: "sample:iris-4", author: "Ana" },
  )
}

/** A file, a place, words that were changed, and an answer that was read and liked. */
const tellNora = async (app: DeskApp, now: number, files: Awaited<ReturnType<typeof keep>>) => {
  const began = now - 50 * minute
  await introduce(app, nora, began - minute)
  await says(app, nora, "nora-1", began, {
    text: "Os paso la factura. Lo quiero recojer en la tienda.",
    attachments: [{ ...files.invoice, kind: "file" }],
  })
  await says(app, nora, "nora-2", began + minute, {
    text: "",
    place: { latitude: 40.4168, longitude: -3.7038, name: "Puerta del Sol", address: "Madrid" },
  })
  const { channel, address, customer } = nora
  const about = { address, message: "sample:nora-1" }
  await app.conversations.receive(channel, [
    {
      type: "edit",
      id: "sample:nora-3",
      ...about,
      at: began + 2 * minute,
      text: "Os paso la factura. Lo quiero recoger en la tienda.",
    },
  ])
  const options = [
    { value: "today", label: "Hoy" },
    { value: "tomorrow", label: "Mañana" },
  ]
  const answer = await app.messages.reply(
    customer,
    { text: "Perfecto, Nora. ¿Cuándo pasas?", choices: options },
    { id: "sample:nora-4", author: "Ana" },
  )
  await answer.settled()
  const ours = { address, message: answer.id }
  await app.conversations.receive(channel, [
    { type: "receipt", id: "sample:nora-5", ...ours, status: "read" },
    { type: "reaction", id: "sample:nora-6", ...ours, emoji: "❤️" },
  ])
}

/** A comment that everybody can read. */
const tellMarta = async (app: DeskApp, now: number) => {
  const said = now - 12 * minute
  await introduce(app, marta, said - minute)
  await says(app, marta, "marta-1", said, {
    text: "¿Y mi pedido A-2207? Dos semanas esperando y nadie contesta.",
    public: { post: "sample-post", url: "https://social.example/p/summer-lamps" },
  })
}

/** An answer of which nobody knows whether it left, with a button that the channel says in words. */
const tellDan = async (app: DeskApp, now: number) => {
  const said = now - 11 * minute
  await introduce(app, dan, said - minute)
  await says(app, dan, "dan-1", said, { text: "Hello, is my parcel lost?" })
  const links = [{ label: "Follow it", url: "https://shop.example/parcels/A-2240" }]
  await app.messages.reply(
    dan.customer,
    { text: "It left Leeds this morning, Dan.", links },
    { id: "sample:dan-2", author: "Ana" },
  )
}

/**
 * Tells the house what came and left by networks. Once: files are kept anew each time, so a second start tells nothing of those who are
 * there already.
 */
export const tellChannels = async (app: DeskApp, now: number): Promise<void> => {
  if (await app.customers.get(iris.customer)) return
  const files = await keep(app)
  await tellIris(app, now, files)
  await tellNora(app, now, files)
  await tellMarta(app, now)
  await tellDan(app, now)
}
