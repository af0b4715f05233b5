/** A provider's own description of its interface, and what has to be known to ask it. */
export interface Description {
  /** The file in `messaging/specs` of the data. */
  readonly file: string
  /** What stands before the paths of the description in the addresses that are called. */
  readonly base?: string
  /** Whether Prism can be strict: of some descriptions its own example answers do not fit, so that it fails whatever is asked. */
  readonly strict?: boolean
  /** It knows the fields of forms alone, though the provider takes the same fields as JSON: they are asked for as a form. */
  readonly forms?: boolean
  /** Headers that it wants and the provider does not. */
  readonly headers?: { readonly [name: string]: string }
  /** The name of a template, where it says what such a name looks like. */
  readonly template?: string
  /** Fields of a body that the provider's pages have and the description does not: they are left out before it is asked. */
  readonly unknown?: readonly string[]
  /** Parts that the description refuses though the provider's own examples have them, each with what was seen. */
  readonly mistaken?: { readonly [part: string]: string }
}

// Twilio's lists are written as fields of one name. Prism takes one such field for a text and not for a list of one.
const listOfOne = "Prism takes a list of one for no list"
const twilioMistaken = Object.fromEntries(
  ["image", "audio", "voice", "video", "file", "place"].map((part) => [part, listOfOne]),
)

const descriptions: { readonly [adapter: string]: Description } = {
  whatsapp: {
    file: "whatsapp_business-messaging-api_v23.0.yaml",
    unknown: ["biz_opaque_callback_data"],
    mistaken: {
      links: "it does not know the button that opens a page (cta_url)",
      place: "it wants latitude and longitude as texts, Meta's own example has numbers",
      template: "it refuses every template among Meta's own examples",
    },
  },
  twilio: { file: "twilio_api_v2010.json", mistaken: twilioMistaken, template: `HX${"0".repeat(32)}` },
  discord: { file: "discord_openapi.json", base: "/api/v10", strict: false },
  slack: { file: "slack_web_openapi_v2.json", base: "/api", forms: true, strict: false, headers: { token: "xoxb-1" } },
  line: { file: "line_messaging-api.yml" },
  resend: { file: "resend.yaml" },
}

/** The description that an adapter is asked against; `twilio-voice` is asked against Twilio's. */
export const descriptionOf = (adapter: string): Description | undefined =>
  descriptions[adapter] ?? descriptions[adapter.split("-")[0] ?? ""]
