import type { Channel } from "../../channel/channel.ts"
import { ConfigurationError } from "../../kernel/errors.ts"

/** A message that a provider approved, as a colleague chooses it: what may be sent where free words may not. */
export interface DeskTemplate {
  /** The channel, by the name that you gave it. */
  readonly channel: string
  /** The provider's name or id of it. */
  readonly name: string
  /** BCP 47. */
  readonly language: string
  /** What the customer reads, with each place as the provider names it: `Hi {{1}}, your order {{2}} is here`. */
  readonly text: string
}

/** Who may sit at the desk until roles are configured: whoever has the token. */
export interface DeskOptions {
  /** At least 16 characters; it opens the desk. */
  readonly token: string
  /** The name under which answers leave when the colleague gives none. */
  readonly user?: string
  /** The approved messages among which a colleague chooses. */
  readonly templates?: readonly DeskTemplate[]
}

const shortestToken = 16

const placeForm = /\{\{\s*([\w-]{1,64})\s*\}\}/g

/** The places of a template, each once, in the order in which they are read. */
export const placesOf = ({ text }: Pick<DeskTemplate, "text">): readonly string[] => [
  ...new Set([...text.matchAll(placeForm)].map(([, place = ""]) => place)),
]

/** What the customer reads once its places are filled. */
export const filled = ({ text }: Pick<DeskTemplate, "text">, values: { readonly [place: string]: string }): string =>
  text.replaceAll(placeForm, (whole, place: string) =>
    Object.hasOwn(values, place) ? (values[place] ?? whole) : whole,
  )

const checkedTemplate = (
  { channel, name, language, text }: DeskTemplate,
  index: number,
  channels: { readonly [name: string]: Pick<Channel, "capabilities"> },
): void => {
  const field = `desk.templates[${index}]`
  const known = Object.hasOwn(channels, channel) ? channels[channel] : undefined
  if (!known) throw new ConfigurationError(`${field}.channel`, "name one of the channels of createEscucha")
  if (!known.capabilities.features.includes("template"))
    throw new ConfigurationError(`${field}.channel`, `${channel} knows no templates`)
  const empty = Object.entries({ name, language, text }).find(([, value]) => value.trim() === "")
  if (empty) throw new ConfigurationError(`${field}.${empty[0]}`, "give a text that is not empty")
}

/** Checks what the application says of its desk. Throws `ConfigurationError`, which names the option. */
export const checkedDesk = (
  desk: DeskOptions,
  channels: { readonly [name: string]: Pick<Channel, "capabilities"> },
): DeskOptions => {
  if (desk.token.length < shortestToken)
    throw new ConfigurationError("desk.token", `give at least ${shortestToken} characters that nobody can guess`)
  desk.templates?.forEach((template, index) => checkedTemplate(template, index, channels))
  return desk
}
