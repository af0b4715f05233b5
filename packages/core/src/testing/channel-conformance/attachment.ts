import type { Channel, HttpRequest, HttpShape } from "../../channel/channel.ts"
import type { Attachment, Inbound } from "../../channel/inbound.ts"
import { expectSame, expectThat } from "../expectation.ts"
import { inboundOf } from "./arrival.ts"
import { check, type ConformanceCheck, missing, notApplicable, withoutThrowing } from "./check.ts"
import { genuineHouse } from "./house.ts"
import { callContext, type ChannelSubject, secretsOf, type Webhooks } from "./subject.ts"
import { isOnHost } from "./verify.ts"

type Http = Channel & HttpShape

/** A webhook may be this long, and its bytes are not kept twice. */
const longestEntry = 40_000

const attachmentsIn = (all: readonly Inbound[]): readonly Attachment[] =>
  all.flatMap((one) => (one.type === "message" ? (one.attachments ?? []) : []))

const referencesIn = (found: readonly Attachment[]): readonly string[] =>
  found.flatMap(({ url }) => (url.startsWith("provider:") ? [url.slice("provider:".length)] : []))

const isReference = (url: string, files: ReadonlySet<string>): boolean =>
  files.has(url) || /^(?:https:\/\/|provider:.|media:.)/.test(url)

const lazyChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
  webhooks: Webhooks,
  attachment: NonNullable<Webhooks["attachment"]>,
): readonly ConformanceCheck[] => [
  check("attachments", "brings a file in by its address, never by its bytes", async () => {
    const all = inboundOf(channel, attachment, webhooks)
    const found = attachmentsIn(all)
    expectThat("a message with a file brings its attachment in", found.length > 0)
    const parsed = channel.inbound?.parse(attachment)
    const files = new Set(parsed && "inbound" in parsed ? Object.keys(parsed.files ?? {}) : [])
    for (const { url, kind, size } of found) {
      expectThat(`${kind}: its address is https:, provider: or one of the files of the call`, isReference(url, files))
      expectThat("its size is a number of bytes", size === undefined || (Number.isSafeInteger(size) && size >= 0))
    }
    expectThat("no bytes are in what comes in", JSON.stringify(all).length <= longestEntry)
    await using house = genuineHouse(channel, subject, [attachment])
    const { status } = await house.hook(attachment)
    expectThat(`it is taken; the answer was ${status}`, status >= 200 && status < 300)
    const entries = house.entries().filter(({ kind }) => kind === "message-received")
    expectThat("it lies on the timeline", entries.length > 0)
    expectThat(
      "no bytes are in an entry",
      entries.every((entry) => JSON.stringify(entry).length <= longestEntry),
    )
    expectThat("an entry names no file by its bytes", !JSON.stringify(entries).includes('"data:'))
  }),
]

/** Files that come in an answer to `poll`. */
const polledChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] | undefined => {
  const answer = subject.responses?.polled?.attachment
  const read = answer && channel.poll?.read(answer)
  if (!read) return undefined
  const found = "inbound" in read ? attachmentsIn(read.inbound) : []
  return [
    check("attachments", "fetches a file by its address, never by its bytes", () => {
      expectThat("an answer with a file brings its attachment in", found.length > 0)
      for (const { url, kind } of found)
        expectThat(`${kind}: its address is https: or provider:`, isReference(url, new Set()))
      expectThat("no bytes are in what comes in", JSON.stringify(read).length <= longestEntry)
    }),
    ...mediaChecks(channel, subject, referencesIn(found)),
  ]
}

const strangeReferences: readonly string[] = [
  "https://elsewhere.example/secret",
  "http://169.254.169.254/latest/meta-data",
  "//elsewhere.example/x",
  "../../x",
  "@elsewhere.example",
  "",
  "\r\nX-Injected: 1",
]

const mediaChecks = <Options extends object>(
  { extras }: Http,
  subject: ChannelSubject<Options>,
  references: readonly string[],
): readonly ConformanceCheck[] => {
  const { media } = extras
  if (!media) return []
  const secrets = [...secretsOf(subject), callContext.access]
  const isOurs = ({ url }: HttpRequest) => media.hosts.some((host) => isOnHost(new URL(url).hostname, host))
  const isTold = ({ url, headers }: HttpRequest) =>
    secrets.some((secret) => [url, ...Object.values(headers)].some((place) => place.includes(secret)))
  return [
    check("attachments", "fetches files from its own hosts, and shows its secrets nowhere else", () => {
      expectThat(
        "it names hosts, and not the whole world",
        media.hosts.every((host) => /^(?:\*\.)?[\w-]+(?:\.[\w-]+)+$|^localhost$/.test(host)),
      )
      for (const reference of [...references, ...strangeReferences]) {
        // where an answer leads elsewhere, the core does not go there with anything of ours
        for (const body of ["<html>", "[]", '{"url":"https://elsewhere.example/x"}'])
          withoutThrowing("media takes any answer", () =>
            media.download(reference, { status: 200, headers: {}, body }, callContext),
          )
        const asked = withoutThrowing("media takes any reference", () => [
          media.locate(reference, callContext),
          media.download(reference, undefined, callContext),
        ])
        for (const request of asked) {
          if (!request) continue
          expectThat("secrets go to its own hosts alone", isOurs(request) || !isTold(request))
          expectThat("no header value has a line break", !/[\r\n\0]/.test(Object.values(request.headers).join("")))
        }
      }
    }),
    check("attachments", "can turn its own references into a request", () => {
      for (const reference of references) {
        const isPossible =
          media.locate(reference, callContext) !== undefined ||
          media.download(reference, undefined, callContext) !== undefined
        expectThat("a reference that came in leads somewhere", isPossible)
      }
    }),
  ]
}

/** Files that customers send: referenced, and fetched when somebody needs them. */
export const attachmentChecks = <Options extends object>(
  channel: Http,
  subject: ChannelSubject<Options>,
): readonly ConformanceCheck[] => {
  const { webhooks } = subject
  const attachment = webhooks?.attachment
  if (!attachment || !webhooks) {
    const polled = polledChecks(channel, subject)
    if (polled) return polled
    if (channel.extras.media)
      return [missing("attachments", "webhooks.attachment", "the channel declares `extras.media`")]
    return [
      notApplicable(
        "attachments",
        "no files come in here: neither `extras.media` nor `webhooks.attachment` is declared",
      ),
    ]
  }
  const references = referencesIn(attachmentsIn(inboundOf(channel, attachment, webhooks)))
  const unreadable =
    references.length > 0 && !channel.extras.media
      ? [missing("attachments", "`extras.media` on the channel", "its attachments are references of the provider")]
      : []
  return [
    ...lazyChecks(channel, subject, webhooks, attachment),
    ...mediaChecks(channel, subject, references),
    ...unreadable,
    ...kindChecks(channel, webhooks),
  ]
}

const kindChecks = (channel: Http, webhooks: Webhooks): readonly ConformanceCheck[] => {
  const bring = (request: Webhooks["valid"]) => inboundOf(channel, request, webhooks)
  const { reaction, edit, call } = webhooks
  return [
    ...(reaction
      ? [
          check("capabilities", "brings a reaction in as one", () =>
            expectSame("a reaction", bring(reaction)[0]?.type, "reaction"),
          ),
        ]
      : []),
    ...(edit
      ? [check("capabilities", "brings an edit in as one", () => expectSame("an edit", bring(edit)[0]?.type, "edit"))]
      : []),
    ...(webhooks.public
      ? [
          check("capabilities", "says of what was said in public that it was", () => {
            const [one] = webhooks.public ? bring(webhooks.public) : []
            expectThat("a public word names its post", one?.type === "message" && Boolean(one.public?.post))
          }),
        ]
      : []),
    ...(call
      ? [
          check("capabilities", "brings a call in as one", () => {
            const [one] = bring(call)
            expectThat("a call says how it ended", one?.type === "message" && one.call !== undefined)
          }),
        ]
      : []),
  ]
}
