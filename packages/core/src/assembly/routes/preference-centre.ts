import { InputError } from "../../kernel/errors.ts"
import type { Identifier } from "../../kernel/ids.ts"
import { personOf } from "../../conversation/contact.ts"
import { consents } from "../../profile/consent.ts"
import { everyChannel } from "../../profile/consent-word.ts"
import { type HeldPreferences, preferencesIn } from "../../profile/preference.ts"
import { readObject, textField } from "../../runtime/web/json.ts"
import type { WebResponse } from "../../runtime/web/request.ts"
import { type Call, json } from "../../runtime/web/router.ts"
import { declaredText, statementOf } from "../consent/statement.ts"
import { type ConsentView, consentViews } from "../consent/view.ts"
import { problemOf, purposesOf } from "../decide/consent.ts"
import type { Input } from "../inputs.ts"
import { idFor, type Loop } from "../loop.ts"
import { languageOf } from "../rows.ts"
import { checkedPreferences } from "../services/preferences.ts"
import { isMinted } from "./visitor.ts"

/** One purpose as the customer sees it. */
export interface ClientPurpose {
  readonly purpose: string
  /** What they read before they say yes; absent where the application wrote nothing. */
  readonly text?: string
  readonly version?: string
  readonly consents: readonly Pick<ConsentView, "channel" | "state" | "since" | "expiresAt">[]
}

/** What a customer sees and sets of how they are written to. */
export interface ClientPreferences {
  readonly preferences: HeldPreferences
  readonly optedOut: boolean
  readonly channels: readonly string[]
  readonly purposes: readonly ClientPurpose[]
}

/** A call of a customer whose session was checked. */
export interface OwnVisit {
  readonly loop: Loop
  readonly call: Call
  readonly address: Identifier
  readonly visitor: string
  readonly expiresAt: number
  readonly alias: string
}

/** What one call may say yes or no to. */
const mostConsents = 50

/** Only the host knows that a browser is this customer's: a stranger who shares the machine must not read what they agreed to. */
const mustBeOwn = (visit: OwnVisit): void => {
  if (!isMinted(visit))
    throw new InputError(
      "unauthorized",
      "session",
      "preferences are for sessions that your host minted; ask it for one",
    )
}

const pictureOf = async ({ loop, address }: OwnVisit): Promise<ClientPreferences> => {
  const whole = await loop.whole(address)
  const { setting, clock } = loop
  const language = whole && languageOf(whole)
  const views = consentViews(setting, whole?.state.consents ?? consents.initial, clock.now())
  return {
    preferences: preferencesIn(whole?.state.preferences ?? []),
    optedOut: whole !== undefined && personOf(whole.state).optedOutAt !== null,
    channels: Object.keys(setting.channels),
    purposes: purposesOf(setting).map((purpose) => {
      const text = declaredText(setting, purpose, language)
      return {
        purpose,
        ...(text && { text: text.text, ...(text.version !== "" && { version: text.version }) }),
        consents: views
          .filter((view) => view.purpose === purpose)
          .map(({ channel, state, since, expiresAt }) => ({ channel, state, since, expiresAt })),
      }
    }),
  }
}

/** `GET /client/preferences`: what is known of how this customer wants to be written to. */
export const showPreferences = async (visit: OwnVisit): Promise<WebResponse> => {
  mustBeOwn(visit)
  return json(200, await pictureOf(visit))
}

interface Said {
  readonly purpose: string
  readonly channel: string
  readonly given: boolean
  /** Of the text that they read. */
  readonly version: string | undefined
}

const saidIn = (value: unknown): Said => {
  const wrong = (field: string, remedy: string) => new InputError("invalid", `consents.${field}`, remedy)
  if (typeof value !== "object" || value === null) throw wrong("", "give an object for each")
  const fields = value as { readonly [field: string]: unknown } // an object, by the test before
  const { purpose, channel = everyChannel, given, version } = fields
  if (typeof purpose !== "string") throw wrong("purpose", "name a purpose")
  if (typeof channel !== "string") throw wrong("channel", "name a channel")
  if (typeof given !== "boolean") throw wrong("given", "say true or false")
  if (version !== undefined && typeof version !== "string") throw wrong("version", "give the version as it came")
  return { purpose, channel, given, version }
}

const consentsIn = (fields: { readonly [field: string]: unknown }): readonly Said[] => {
  const { consents: given = [] } = fields
  if (!Array.isArray(given)) throw new InputError("invalid", "consents", "give a list")
  if (given.length > mostConsents) throw new InputError("too-large", "consents", `say at most ${mostConsents} at once`)
  return given.map(saidIn)
}

/** `POST /client/preferences`: wishes, and yes or no to purposes. All of it is checked before any of it is written. */
export const setPreferences = async (visit: OwnVisit): Promise<WebResponse> => {
  mustBeOwn(visit)
  const { loop, call, address, alias } = visit
  const fields = readObject(call.request.body)
  const id = textField(fields, "id", 128)
  const whole = await loop.whole(address)
  const userAgent = call.request.headers["user-agent"]?.slice(0, 512).trim()
  const wishes: readonly Input[] =
    fields["preferences"] === undefined
      ? []
      : [
          {
            kind: "prefer",
            id: idFor("prefer", `${alias}/${id}`, loop),
            on: address,
            preferences: checkedPreferences(loop.setting, fields["preferences"]),
            by: "customer",
          },
        ]
  const said = consentsIn(fields).map(({ purpose, channel, given, version }, index): Input => {
    const { setting } = loop
    if (!purposesOf(setting).includes(purpose))
      throw new InputError("unknown", "consents.purpose", "name a purpose of this application")
    if (version !== undefined && version !== setting.consent.purposes[purpose]?.version)
      throw new InputError("conflict", "consents.version", "this text has changed since; show it again")
    const evidence = userAgent ? { userAgent } : {}
    const decision = given ? "grant" : "withdraw"
    const statement = statementOf(
      setting,
      { purpose, channel, decision, basis: "consent", method: "link", evidence, actor: "customer" },
      whole && languageOf(whole),
    )
    const problem = problemOf(setting, statement, loop.clock.now())
    if (problem) {
      const { field, remedy, reason = "invalid" } = problem.invalid
      throw new InputError(reason, `consents.${field}`, remedy)
    }
    return {
      kind: "consent",
      id: idFor("consent", `${alias}/${id}/${index}`, loop),
      on: address,
      statement: { ...statement, everywhere: true },
    }
  })
  if (wishes.length + said.length === 0) throw new InputError("invalid", "body", "say preferences, consents, or both")
  for (const input of [...wishes, ...said]) await loop.post(input)
  return json(200, await pictureOf(visit))
}
