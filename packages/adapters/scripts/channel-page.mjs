// A page of the reference about one channel, from what it describes and what its file says.
import * as z from "zod"

const parts = [
  "subject",
  "choices",
  "links",
  "image",
  "audio",
  "voice",
  "video",
  "file",
  "place",
  "contact",
  "cards",
  "template",
]
const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000]

const counted = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`

const spanOf = (milliseconds) => {
  if (milliseconds >= 1_000 * day) return "for ever"
  const [size, word] = [
    [day, "day"],
    [hour, "hour"],
    [minute, "minute"],
    [second, "second"],
  ].find(([unit]) => milliseconds >= unit && milliseconds % unit === 0) ?? [1, "millisecond"]
  return counted(milliseconds / size, word)
}

const bytesOf = (bytes) => {
  if (bytes >= 1_000_000 && bytes % 100_000 === 0) return `${bytes / 1_000_000} MB`
  return bytes % 1_048_576 === 0 ? `${bytes / 1_048_576} MiB` : `${bytes.toLocaleString("en")} bytes`
}

const ruleOf = (rules, part) => {
  const rule = rules[part] ?? (part === "template" ? "refused" : "text")
  return typeof rule === "string" ? { level: rule } : rule
}

const levels = {
  full: "carried",
  partial: "carried in part",
  text: "said in words",
  dropped: "left out",
  refused: "refused by name",
}

const limitsOf = ({ types, maxBytes, maxDuration, max, maxLabel, maxValue, caption, by, not }) =>
  [
    types && types.map((type) => `\`${type}\``).join(", "),
    maxBytes && `up to ${bytesOf(maxBytes)}`,
    maxDuration && `up to ${spanOf(maxDuration)}`,
    max && `at most ${max}`,
    maxLabel && `labels up to ${maxLabel} signs`,
    maxValue && `values up to ${maxValue} bytes`,
    caption === 0 ? "words go apart" : caption && `words beside it up to ${caption}`,
    by === "bytes" && "the file itself is sent, not its address",
    not && `not together with ${not.join(", ")}`,
  ]
    .filter(Boolean)
    .join("; ")

const units = {
  utf16: "UTF-16 code units",
  codepoints: "code points",
  graphemes: "signs",
  bytes: "bytes",
  sms: "units of GSM-7",
  weighted: "signs, as X counts them",
}

const textOf = ({ max, unit = "utf16", format = "plain", overflow = "split" }) =>
  `up to ${max.toLocaleString("en")} ${units[unit]}; ${overflow === "split" ? "longer texts go out in several messages" : "longer texts are cut"}; ${
    format === "plain" ? "no markup" : `markup as ${format}`
  }`

const againOf = {
  key: ({ window }) =>
    `a message goes out once, by its key, ${window >= 1_000 * day ? "for ever" : `for ${spanOf(window)}`}`,
  reconcile: () => "the provider is asked whether it has a message of which nobody knows whether it left",
  none: () => "nothing keeps a message from going out twice: the policy of its purpose decides",
}

const rateOf = ({ count, per, each }) => `${count} per ${spanOf(per)}${each ? " for each address" : ""}`

// Any option may be a text or an address here; what cannot do with that is left out of the page.
const anything = new Proxy({}, { get: () => "https://example.com" })
const attempt = (give) => {
  try {
    return give()
  } catch {
    return undefined // TypeError: these options are not texts
  }
}

const webhook = { method: "POST", url: "https://example.com/hooks/x", headers: {}, body: "{}" }
const schemesOf = (check) => (check.of ? [...new Set(check.of.flatMap(schemesOf))] : [check.scheme])

/** How things come in, in one line. */
const inboundOf = ({ inbound, poll, open, capabilities }) => {
  if (!capabilities.inbound && !inbound) return "nothing comes in"
  if (inbound) {
    const check = attempt(() => inbound.verify(webhook, anything))
    const by = check ? ` checked by ${schemesOf(check).join(" and ")}` : " checked"
    return `webhooks to \`/hooks/<name of the channel>\`,${by}${poll ? "; what does not come by them is asked for" : ""}`
  }
  return poll ? "asked for, again and again" : open ? "over the open connection" : "nothing comes in"
}

const publicly = {
  public: "answered in place",
  private: "answered to the person alone",
}

const isSource = ({ request, open }) => request === undefined && open === undefined

const sourceFacts = (channel) => [
  ["Kind", channel.kind],
  ["Addresses", `\`${channel.scheme}:…\``],
  ["Comes in", inboundOf(channel)],
  ["Goes out", "nothing: it is a source"],
]

const factsOf = (channel) => {
  const { kind, scheme, capabilities, account, extras, access } = channel
  const {
    receipts,
    idempotency,
    replyWindow,
    rate = [],
    optOut,
    text,
    comments = [],
    publicText,
    outbound,
  } = capabilities
  const found = extras ? attempt(() => Object.keys(extras(anything))) : []
  const after = { template: "an approved template goes", nothing: "they have to write first" }
  return [
    ["Kind", kind],
    ["Addresses", `\`${scheme}:…\`${account ? ", for each account by itself" : ""}`],
    ["Text", textOf(text)],
    ["Comes in", inboundOf(channel)],
    ["Receipts", receipts.length === 0 ? "none" : receipts.join(", ")],
    ["Sent again", againOf[idempotency.kind](idempotency)],
    [
      "Reply window",
      replyWindow
        ? `${spanOf(replyWindow.length)} after their last message; then ${after[replyWindow.after]}`
        : "always open",
    ],
    ["Rate", rate.length === 0 ? "no limit is declared" : rate.map(rateOf).join(", ")],
    [
      "Opt-out",
      {
        network: "by words, and by the network's own button",
        "list-unsubscribe": "by words, and by the header of the mail",
      }[optOut] ?? "by words",
    ],
    ...(comments.length === 0 ? [] : [["Said in public", comments.map((way) => publicly[way]).join(", or ")]]),
    ...(publicText ? [["Text in public", textOf(publicText)]] : []),
    ...(outbound === "public" ? [["Goes out", "answers in public, and nothing else"]] : []),
    ["Beside messages", found === undefined ? "see its file" : found.length === 0 ? "nothing" : found.join(", ")],
    ...(access ? [["Credentials", "a token of the hour, fetched and kept by the core"]] : []),
  ]
}

const escaped = (text) => String(text).replaceAll("|", "\\|")
const table = (head, rows) =>
  [head, head.map(() => "---"), ...rows].map((row) => `| ${row.map(escaped).join(" | ")} |`).join("\n")

const typeOf = (schema) => {
  const { type, enum: values, anyOf, items } = schema
  if (values) return values.map((value) => `"${value}"`).join(" or ")
  if (anyOf) return [...new Set(anyOf.map(typeOf))].join(" or ")
  if (type === "array") return `list of ${typeOf(items ?? {})}`
  return type ?? "any"
}

/** The options of a channel, as its schema takes them. */
export const optionsOf = (config) => {
  const { properties = {}, required = [] } = z.toJSONSchema(config, { io: "input", unrepresentable: "any" })
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    type: typeOf(schema),
    isRequired: required.includes(name),
    fallback: schema.default,
  }))
}

const sentence = (text) => text.replace(/\.?$/, ".")

/** The page of a channel, in Markdown. `file` is the name under which it is imported. */
export const pageOf = (channel, words, file) => {
  const { capabilities } = channel
  const options = optionsOf(channel.config).map(({ name, type, isRequired, fallback }) => [
    `\`${name}\``,
    type,
    isRequired ? "required" : fallback === undefined ? "" : `\`${JSON.stringify(fallback)}\``,
    words.comments.get(name) ? sentence(words.comments.get(name)) : "",
  ])
  const carried = (rules) => [
    "## What it carries",
    table(
      ["part", "", "limits"],
      parts
        .map((part) => [part, ruleOf(rules, part)])
        .map(([part, rule]) => [part, levels[rule.level], limitsOf(rule)]),
    ),
  ]
  const blocks = [
    `# ${file}`,
    words.about,
    ["```ts", `import { ${words.name} } from "@escucha/adapters/channels/${file}"`, "", words.example, "```"].join(
      "\n",
    ),
    "## What it does",
    table(["", ""], isSource(channel) ? sourceFacts(channel) : factsOf(channel)),
    ...(isSource(channel) ? [] : carried(capabilities.parts)),
    "## Options",
    options.length === 0 ? "None." : table(["option", "type", "", ""], options),
    ...(words.links.length === 0
      ? []
      : ["## The provider's pages", words.links.map((link) => `- <${link}>`).join("\n")]),
  ]
  return `${blocks.join("\n\n")}\n`
}
